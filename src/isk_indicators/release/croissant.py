"""The zip described for search engines and machine learning: schema.org, with Croissant 1.0.

https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from isk_indicators.checksums import sha256
from isk_indicators.cite import bibtex, data_work
from isk_indicators.export.tables import dataset_notes
from isk_indicators.schema import DESCRIPTOR, DataPackage, Schema, parse_schema
from isk_indicators.tables import Dataset
from isk_indicators.versions import DEVELOPMENT, coming, is_development

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"

CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{
            term: f"cr:{term}"
            for term in (
                "citeAs column equivalentProperty extract field fileProperty fileObject fileSet "
                "format includes isLiveDataset jsonPath key md5 parentField path recordSet "
                "references regex repeated replace samplingRate separator source subField transform"
            ).split()
        },
    }
)
"""What the words mean: the whole of Croissant's own, which its readers compare with."""

DATA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "sc:Text",
        "integer": "sc:Integer",
        "number": "sc:Float",
        "date": "sc:Date",
        "boolean": "sc:Boolean",
    }
)
"""The type of a column by that of its field."""

MEDIA: Mapping[str, str] = MappingProxyType(
    {
        ".csv": "text/csv",
        ".json": "application/json",
        ".md": "text/markdown",
        ".cff": "application/yaml",
        ".zip": "application/zip",
    }
)
"""The form of a file by how its name ends; any other is plain text."""

SAID = ("description", "what an indicator is", "what a row says", "what it cannot show")
"""What of the notes makes the description, and ``blank cells``."""


def croissant(
    package: DataPackage, name: str, packed: bytes, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Describe the zip of a release.

    Args:
        package: The data that it holds, with their version.
        name: The zip's file name.
        packed: Its bytes.
        files: The files in it: path to bytes.

    Returns:
        The description as JSON-LD. It names the zip by its file name alone, so lies beside it.

    """
    resources = json.loads(files[DESCRIPTOR])["resources"]
    return {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        **_dataset(package),
        "distribution": [_file(name, packed), *(_member(name, p, d) for p, d in files.items())],
        "recordSet": [_record_set(resource, files) for resource in resources],
    }


def _dataset(package: DataPackage) -> dict[str, Any]:
    told, descriptor = dataset_notes(Dataset(package)), package.descriptor
    (licence,) = descriptor["licenses"]
    return {
        "name": told["title"],
        "alternateName": descriptor["name"],
        "description": " ".join(told[topic] for topic in (*SAID, "blank cells")),
        "version": semantic(told["version"]),
        "datePublished": told["created"],
        "license": licence["path"],
        "copyrightNotice": licence["title"],
        "creator": [
            {"@type": "sc:Organization", "name": one["title"]} for one in descriptor["contributors"]
        ],
        "keywords": descriptor["keywords"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isLiveDataset": False,
        "citeAs": bibtex([data_work(package)]),
    }


def semantic(version: str) -> str:
    """Write a version as Semantic Versioning does, which Croissant asks for: ``1.1.0-dev0``."""
    is_open = is_development(version)
    return f"{coming(version)}-{DEVELOPMENT.removeprefix('.')}" if is_open else version


# Files


def _file(path: str, data: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{len(data)} B",
        "encodingFormat": MEDIA.get(PurePosixPath(path).suffix, "text/plain"),
        "sha256": sha256(data),
    }


def _member(archive: str, path: str, data: bytes) -> dict[str, Any]:
    return _file(path, data) | {"containedIn": {"@id": archive}}


# Tables and views


def _record_set(resource: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    schema = parse_schema(resource["name"], json.loads(files[resource["schema"]]))
    return {
        "@type": "cr:RecordSet",
        "@id": schema.table,
        "name": schema.table,
        "description": f"{resource['title']}. {resource['description']}",
        "key": [{"@id": _id(schema.table, name)} for name in schema.key],
        "field": [*_fields(schema, resource["path"])],
    }


def _fields(schema: Schema, path: str) -> Iterator[dict[str, Any]]:
    """Tell of each column, what it links to and what its values say in words.

    A link is no ``references``: readers join the tables by these, and fail where a table has
    several, or one to itself.
    """
    links = {key.field: f"A row of {key.table}." for key in schema.foreign_keys}
    for field in schema.fields:
        values = (f"{value}: {field.meanings[value]}" for value in field.enum)
        link = links.get(field.name, "")
        yield {
            "@type": "cr:Field",
            "@id": _id(schema.table, field.name),
            "name": field.name,
            "description": " ".join(filter(None, [field.description, link, *values])),
            "dataType": DATA_TYPES[field.type],
            "source": {"fileObject": {"@id": path}, "extract": {"column": field.name}},
        }


def _id(table: str, column: str) -> str:
    return f"{table}/{column}"
