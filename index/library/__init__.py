"""The library's database: articles, sentences, passages, keywords and near-duplicates."""
