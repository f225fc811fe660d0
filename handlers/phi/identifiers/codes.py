"""Numbers that no label explains: codes that mix letters and digits, long numbers, and what is nearly one of either.

A code is somebody's only where somebody is spoken of, so they score low; what medicine itself numbers is left out."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import pattern, words

#: Groups of capitals and digits, joined: "HM3-CTRL-0048127", "S22-40917", "RLA771209S", "23-0091847", "BB*0071924".
_CODE = pattern(
    r"\b(?:(?:[A-Z]{1,6}[-/*_.:#]?){1,3}\d[A-Z0-9]*(?:[-/*_.:#][A-Z0-9]+){0,5}|\d{1,12}(?:[-/*_.:#][A-Z0-9]{1,14}){1,5}"
    r"|\d{1,8}[A-Z]{1,4}[A-Z0-9]{1,14}|\d{7,18})\b",
    cased=True,
)
#: The same with blanks: "C 27 441 908", "CIBMTR 882 0019 44", "TC-PA 771204".
_SPACED = pattern(r"\b[A-Z]{1,6}(?:-[A-Z]{1,4})?\d{0,4} (?:\d{2,4} ){0,3}\d{2,8}[A-Z]?\b", cased=True)
#: What has a number in medicine: trials, papers, classifications, genes, doses.
_KNOWN = re.compile(
    r"(?:NCT|PMID|PMC|DOI|ISBN|ISSN|ICD|CPT|HCPCS|NDC|ISO|IEC|CFR|FDA|EUDRACT|COVID|SARS|HLA|CYP|CD|IL|TNM|BRCA|CA|"
    r"MS-?DRG|LOINC|RS|UN|ATC|EC|CAS|OMIM|FIPS|ANSI|ASTM|HR|SB|AB|PL|DO[BSI])[-: ]?\d"
    r"|\d{5}$|[A-Z]\d\d\.\d|\d{1,4}[-/]\d{1,4}$|\d+\.\d+$",
)
_DATE = re.compile(r"(?:19|20)?\d\d[-/.]\d{1,2}[-/.]\d{1,4}(?:T[\d:.]+Z?)?$|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
#: One number, or several measured at a time: "7.21/68/55/27".
_VALUES = re.compile(r"\d{1,3}(?:[./:*]\d{1,3})*|\d+\.\d+")
#: Words that make a shorter code somebody's: what is written on things and files.
_NAMED = pattern(
    r"\b(?:"
    + words(
        "file chart number num no tag serial ser barcode code id ids ref reference key hash case report claim permit "
        "medallion badge reg registration registry registered plate decal hull tail controller recorder lead device "
        "pump stimulator valve lens implant graft model lot unit bag specimen sample slide block accession order run "
        "requisition match donor recipient participant inmate booking docket warrant ticket receipt invoice voucher "
        "passport visa locker tracking confirmation prescription script chip template print scan voiceprint cert "
        "certificate license licence credential guarantor har account acct policy group subscriber enrollee alias "
        "username login"
    )
    + r")\b\.?(?: (?:number|num|no\.?|id|code|tag|key|file|ending|ending in|ends in|reads|is))?['\"#:=(. ]{1,4}"
    r"([A-Z0-9]*[*]{0,4}(?:[A-Z0-9]+[-/.:_* ]){0,4}[A-Z0-9]{1,12}[*]?)(?:$|[^A-Za-z0-9])",
    cased=True,
)
#: Three digits, without which nothing is.
_NUMBERED = re.compile(r"\d\D*\d\D*\d")
_ENOUGH = 5
_FEW = 3
_LONG = 7
_FAINT = 0.25


def find(plain: str) -> Iterator[Hit]:
    """Every run of characters that looks like the code of something."""
    if not _NUMBERED.search(plain):
        return
    for code in _CODE.finditer(plain):
        if _odd(code.group(), _ENOUGH):
            yield Hit(*code.span(), rules.OTHER_ID, "form", _FAINT)
    for spaced in _SPACED.finditer(plain):
        if _digits(spaced.group()) > _ENOUGH and not _KNOWN.match(spaced.group()):
            yield Hit(*spaced.span(), rules.OTHER_ID, "form", _FAINT)
    for named in _NAMED.finditer(plain):
        if _odd(named.group(1), _FEW):
            yield Hit(*named.span(1), rules.OTHER_ID, "form", _FAINT)


def _odd(code: str, enough: int) -> bool:
    """Whether it is no date, no measure and no number of medicine; one without letters is long."""
    if code.isdigit():
        return len(code) >= _LONG and not _COMPACT.fullmatch(code)
    odd = not _VALUES.fullmatch(code) and not _KNOWN.match(code) and not _DATE.match(code)
    return odd and _digits(code) >= enough


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
