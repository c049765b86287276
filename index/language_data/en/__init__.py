"""English: calendar, numbers, stop words, reporting verbs, nationalities, questions, denials."""
