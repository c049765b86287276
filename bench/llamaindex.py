"""Wraps LlamaIndex: its `CitationQueryEngine` on Chroma, set up as in its documentation.

Nodes have 256 tokens instead of its default of 512, with which a citation is twice as long and an
answer takes twice as long: the comparison would flatter us.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.llama_cpp import LlamaCPP
from llama_index.vector_stores.chroma import ChromaVectorStore

from bench.figures import Row
from index.types import Article

_NODE_TOKENS, _OVERLAP = 256, 20
_NODES = 3  # as in its documentation
_ANSWER_TOKENS = 256  # its default


class CitationEngine:
    """Answers with [n] marks over articles that it holds in memory."""

    def __init__(
        self, articles: Sequence[Article], weights: Path, encoder: str | Path, context_tokens: int
    ) -> None:
        llm = LlamaCPP(
            model_path=str(weights),
            temperature=0.0,
            max_new_tokens=_ANSWER_TOKENS,
            context_window=context_tokens,
            completion_to_prompt=_chatml,
            # Its default of half the CPUs would be no fair comparison.
            model_kwargs={"n_gpu_layers": 0, "n_threads": len(os.sched_getaffinity(0))},
            verbose=False,
        )
        collection = chromadb.EphemeralClient().get_or_create_collection("llamaindex")
        storage = StorageContext.from_defaults(
            vector_store=ChromaVectorStore(chroma_collection=collection)
        )
        index = VectorStoreIndex.from_documents(
            [Document(text=f"{a.title}\n\n{a.text}") for a in articles],
            storage_context=storage,
            embed_model=HuggingFaceEmbedding(model_name=str(encoder), device="cpu"),
            transformations=[SentenceSplitter(chunk_size=_NODE_TOKENS, chunk_overlap=_OVERLAP)],
        )
        self._engine = CitationQueryEngine.from_args(
            index,
            llm=llm,
            similarity_top_k=_NODES,
            citation_chunk_size=_NODE_TOKENS,
            citation_chunk_overlap=_OVERLAP,
        )

    def ask(self, question: str) -> Row:
        """Return seconds, the answer's text, and the sources that it may cite, [1] first."""
        began = time.perf_counter()
        response = self._engine.query(question)
        seconds = time.perf_counter() - began
        text = str(response).strip()
        sources = [node.node.get_content() for node in response.source_nodes]
        return {"total_s": seconds, "text": text, "sources": sources}


def _chatml(completion: str) -> str:
    return f"<|im_start|>user\n{completion}<|im_end|>\n<|im_start|>assistant\n"
