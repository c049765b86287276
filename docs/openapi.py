"""Writes docs/openapi.json, the document of the HTTP API, and makes the table of its paths.

    python -m docs.openapi      # after a change of bot/serving/http_api.py

The table is made from the file, so that most work on the documentation needs no web framework.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("openapi.json")


def paths() -> str:
    """A table of what can be asked: method and path, what it does, what it takes."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    rows = [
        f"| `{method.upper()} {path}` | {_first_line(operation)} | {_takes(operation)} "
        f"| {_statuses(operation)} |"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    head = "| request | what it does | takes | answers |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def fields() -> str:
    """A section for each object that is sent or comes back, but for those of an answer."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    shown = ("Question", "EarlierTurn", "FoundPassages", "FoundPassage", "WholeArticle", "Problem")
    return "\n\n".join(_section(name, schemas[name]) for name in shown)


def _section(name: str, schema: dict[str, Any]) -> str:
    needed = set(schema.get("required", ()))
    rows = [
        f"| `{field}` | {_type(about)} | {'yes' if field in needed else 'no'} |"
        for field, about in schema["properties"].items()
    ]
    head = [f"### {name}", "", " ".join(schema.get("description", "").split()), ""]
    return "\n".join([*head, "| field | type | always there |", "|---|---|---|", *rows])


def _type(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " or ".join(map(_type, about["anyOf"]))
    if "$ref" in about:
        name = about["$ref"].rpartition("/")[2]
        return f"[{name}](json.md#headline)" if name == "Headline" else f"[{name}](#{name.lower()})"
    if about.get("type") == "array":
        return f"list of {_type(about['items'])}" + _most(about, "maxItems", "")
    if about.get("format") == "date":
        return "string `YYYY-MM-DD`"
    return str(about.get("type", "")) + _most(about, "maxLength", " characters")


def _most(about: dict[str, Any], key: str, unit: str) -> str:
    return f", at most {about[key]:,}{unit}" if key in about else ""


def _first_line(operation: dict[str, Any]) -> str:
    return " ".join(operation["description"].split())


def _takes(operation: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body:
        return f"JSON: {_type(body['schema'])}"
    given = operation.get("parameters", [])
    return ", ".join(f"`{each['name']}`" for each in given) or "nothing"


def _statuses(operation: dict[str, Any]) -> str:
    return ", ".join(sorted(operation["responses"]))


def main() -> None:
    """Write the document as the code has it now."""
    from bot.serving.http_api import document

    FILE.write_text(json.dumps(document(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
