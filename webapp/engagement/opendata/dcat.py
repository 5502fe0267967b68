"""The catalogue for programs: DCAT 3 as JSON-LD (W3C, Data Catalog Vocabulary); pure."""

from collections.abc import Iterable
from typing import Any

from webapp.engagement.opendata.shapes import Dataset, File

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(datasets: Iterable[Dataset], *, name: str, words: str, language: str, root: str) -> dict[str, Any]:
    """The whole catalogue; `root` is the public address in front of paths."""
    return {
        "@context": CONTEXT,
        "@id": f"{root}/data",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": name, "@language": language},
        "dct:description": {"@value": words, "@language": language},
        "dct:language": language,
        "foaf:homepage": {"@id": f"{root}/data"},
        "dcat:service": {
            "@id": f"{root}/api/v1",
            "@type": "dcat:DataService",
            "dct:title": "API",
            "dcat:endpointURL": {"@id": f"{root}/api/v1"},
            "dcat:endpointDescription": {"@id": f"{root}/api/openapi.json"},
        },
        "dcat:dataset": [_dataset(each, language, root) for each in datasets],
    }


def _dataset(found: Dataset, language: str, root: str) -> dict[str, Any]:
    written = {
        "@id": f"{root}/data#{found.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": found.name,
        "dcat:version": found.version,
        "dct:title": {"@value": found.title, "@language": language},
        "dct:description": {"@value": found.words, "@language": language},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": found.publisher},
        "dct:license": {"@id": found.licence_href} if found.licence_href else None,
        "dct:rights": None
        if found.licence_href
        else {"@type": "dct:RightsStatement", "dct:description": found.licence},
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dct:description": found.period} if found.period else None,
        "dct:modified": {"@value": found.updated_on.isoformat(), "@type": "xsd:date"} if found.updated_on else None,
        "dcat:landingPage": {"@id": found.page},
        "dcat:distribution": [_file(each) for each in found.files],
    }
    return {name: value for name, value in written.items() if value is not None}


def _file(found: File) -> dict[str, Any]:
    written = {
        "@id": found.href,
        "@type": "dcat:Distribution",
        "dct:title": found.format,
        "dcat:mediaType": found.media_type,
        "dcat:downloadURL": {"@id": found.href},
        "dcat:byteSize": None
        if found.bytes is None
        else {"@value": str(found.bytes), "@type": "xsd:nonNegativeInteger"},
    }
    return {name: value for name, value in written.items() if value is not None}
