"""The options of GOV.UK Frontend's examples as arguments of our macros."""

from collections.abc import Callable

from markupsafe import Markup

from tests.whole_site.govuk_examples import Options


class LeftOutError(Exception):
    """The example uses an option that our macro leaves out on purpose."""


def words(options: Options | None, key: str = "text", html: str = "html") -> str | Markup | None:
    """Words that GOV.UK Frontend takes as text or as HTML."""
    if not options:
        return None
    # GOV.UK Frontend's own markup, and a test: nothing a person typed gets here.
    return Markup(options[html]) if options.get(html) else options.get(key)  # noqa: S704 - see above


def only(options: Options, **names: str) -> Options:
    """The options that our macro takes, under its names; any other leaves the example out."""
    unknown = [option for option, value in options.items() if option not in names and value is not None]
    if unknown:
        raise LeftOutError(unknown[0])
    return {names[option]: value for option, value in options.items() if names.get(option) and value is not None}


def _label(options: Options) -> Options:
    label = options.pop("label", None) or {}
    only(label, text="", html="", classes="", isPageHeading="")
    if words(label) is None:
        raise LeftOutError("no label")
    return {
        "label": words(label),
        "label_classes": label.get("classes", ""),
        "label_as_heading": label.get("isPageHeading", False),
    }


def _legend(options: Options) -> Options:
    fieldset = options.pop("fieldset", None)
    if not fieldset or not words(fieldset.get("legend")):
        raise LeftOutError("no fieldset")
    only(fieldset, legend="", describedBy="")
    legend = fieldset["legend"]
    return {
        "legend": words(legend),
        "legend_classes": legend.get("classes", ""),
        "legend_as_heading": legend.get("isPageHeading", False),
        "described_by": fieldset.get("describedBy", ""),
    }


def _group(options: Options) -> Options:
    hint, error, group = (options.pop(name, None) or {} for name in ("hint", "errorMessage", "formGroup"))
    only(hint, text="", html="")
    only(error, text="", html="")
    only(group, classes="")
    return {"hint": words(hint), "error": words(error), "group_classes": group.get("classes", "")}


FIELD = {"name": "name", "id": "id", "classes": "classes", "attributes": "attributes", "value": "value"}


def _input(options: Options) -> Options:
    given = _label(options) | _group(options)
    names = FIELD | {name: name for name in ("type", "autocomplete", "inputmode", "pattern", "autocapitalize")}
    return given | only(options, **names, spellcheck="spellcheck", disabled="disabled", describedBy="described_by")


def _textarea(options: Options) -> Options:
    given = _label(options) | _group(options)
    names = FIELD | {"rows": "rows", "autocomplete": "autocomplete", "spellcheck": "spellcheck"}
    return given | only(options, **names, disabled="disabled", describedBy="described_by")


def _character_count(options: Options) -> Options:
    given = _label(options) | _group(options)
    names = FIELD | {"rows": "rows", "spellcheck": "spellcheck", "maxlength": "maxlength", "threshold": "threshold"}
    return given | only(options, **names)


def _file_upload(options: Options) -> Options:
    given = _label(options) | _group(options)
    names = {name: name for name in ("id", "name", "classes", "attributes", "multiple", "disabled")}
    return given | only(options, **names, describedBy="described_by")


def _password_input(options: Options) -> Options:
    given = _label(options) | _group(options)
    names = {name: name for name in ("id", "name", "classes", "attributes", "autocomplete", "disabled")}
    return given | only(options, **names, describedBy="described_by")


def _select(options: Options) -> Options:
    given = _label(options) | _group(options)
    items = [
        only(item, value="value", text="text", selected="selected", disabled="disabled", attributes="attributes")
        for item in options.pop("items", [])
        if item
    ]
    return given | {"items": items} | only(options, **FIELD, disabled="disabled", describedBy="described_by")


def _choice(item: Options) -> Options:
    item = dict(item)
    hint, conditional = item.pop("hint", None) or {}, item.pop("conditional", None) or {}
    only(hint, text="", html="")
    names = ("value", "id", "name", "checked", "disabled", "divider", "attributes", "behaviour")
    text = words(item)
    given = only(item, text="", html="", **{name: name for name in names})
    given |= {"text": text} if text is not None else {}
    given |= {"hint": words(hint)} if words(hint) else {}
    return given | ({"conditional": words(conditional)} if words(conditional) else {})


def _radios(options: Options) -> Options:
    given = _legend(options) | _group(options)
    given["items"] = [_choice(item) for item in options.pop("items") if item]
    return given | only(options, **(FIELD | {"idPrefix": "id"}))


def _checkboxes(options: Options) -> Options:
    given = (_legend(options) if options.get("fieldset") else {}) | _group(options)
    given["items"] = [_choice(item) for item in options.pop("items") if item]
    given |= {"described_by": options.pop("describedBy")} if options.get("describedBy") else {}
    return given | only(options, **(FIELD | {"idPrefix": "id", "values": "values"}))


def _date_input(options: Options) -> Options:
    given = _legend(options) | _group(options)
    prefix = f"{options.get('namePrefix', '')}-"
    options["values"] = {name.removeprefix(prefix): value for name, value in options.get("values", {}).items()}
    return given | only(
        options, id="id", namePrefix="name_prefix", values="values", classes="classes", attributes="attributes"
    )


def _button(options: Options) -> Options:
    given = {"text": words(options), "start": options.get("isStartButton", False)}
    names = ("href", "type", "name", "value", "id", "disabled", "classes", "attributes")
    shared = {name: name for name in names}
    return given | only(
        options, text="", html="", isStartButton="", preventDoubleClick="prevent_double_click", **shared
    )


def _error_summary(options: Options) -> Options:
    errors = [
        {"text": words(error)} | only(error, text="", html="", href="href") for error in options.get("errorList", [])
    ]
    given = {
        "title": words(options, "titleText", "titleHtml"),
        "description": words(options, "descriptionText", "descriptionHtml"),
        "errors": errors,
    }
    only(options, titleText="", titleHtml="", descriptionText="", descriptionHtml="", errorList="")
    return given


def _breadcrumbs(options: Options) -> Options:
    items = [
        {"text": words(item)} | only(item, text="", html="", href="href", attributes="attributes")
        for item in options.pop("items", None) or []
    ]
    names = {"collapseOnMobile": "collapse_on_mobile", "labelText": "label", "classes": "classes"}
    return {"items": items} | only(options, **names, attributes="attributes")


def _pagination(options: Options) -> Options:
    for way in ("previous", "next"):
        if options.get(way):
            link = options[way]
            text = {"text": words(link)} if words(link) else {}
            names = {"href": "href", "labelText": "label", "attributes": "attributes"}
            options[way] = text | only(link, text="", html="", **names)
    names = {"number": "number", "href": "href", "current": "current", "ellipsis": "ellipsis"}
    items = options.get("items")
    if items:
        options["items"] = [
            only(item, **names, visuallyHiddenText="label", attributes="attributes") for item in items if item
        ]
    shared = {name: name for name in ("previous", "next", "items", "classes", "attributes")}
    return only(options, **shared, landmarkLabel="label")


def _row(row: Options) -> Options:
    key, value = row.get("key") or {}, row.get("value") or {}
    actions = row.get("actions") or {}
    only(key, text="", html="")
    only(value, text="", html="")
    only(actions, items="")
    links = [
        {"text": words(link)}
        | only(
            link, text="", html="", href="href", visuallyHiddenText="spoken", classes="classes", attributes="attributes"
        )
        for link in actions.get("items") or []
    ]
    given = {"key": words(key), "value": words(value) or "", "actions": links}
    return given | only({k: v for k, v in row.items() if k not in {"key", "value", "actions"}}, classes="classes")


def _summary_list(options: Options) -> Options:
    rows = [_row(row) for row in options.pop("rows", []) if row]
    return {"rows": rows} | only(options, classes="classes", attributes="attributes")


def _notification_banner(options: Options) -> Options:
    given = {"text": words(options), "success": options.pop("type", None) == "success"}
    if options.get("html"):
        raise LeftOutError("html")
    names = {"titleId": "title_id", "titleHeadingLevel": "title_level", "disableAutoFocus": "disable_auto_focus"}
    title = words(options, "titleText", "titleHtml")
    shared = {"role": "role", "classes": "classes", "attributes": "attributes"}
    return given | {"title": title} | only(options, text="", titleText="", titleHtml="", **names, **shared)


def _called(*, summary: bool = False) -> Callable[[Options], Options]:
    def translate(options: Options) -> Options:
        given: Options = {"caller": words(options) or ""}
        given |= {"summary": words(options, "summaryText", "summaryHtml")} if summary else {}
        names = {"id": "id", "classes": "classes", "attributes": "attributes"} | ({"open": "open"} if summary else {})
        return given | only(options, text="", html="", summaryText="", summaryHtml="", **names)

    return translate


def _fieldset(options: Options) -> Options:
    legend = options.pop("legend", None) or {}
    given = {
        "caller": words({"html": options.pop("html", "")}) or "",
        "legend": words(legend),
        "legend_classes": legend.get("classes", ""),
        "as_heading": legend.get("isPageHeading", False),
    }
    return given | only(options, describedBy="described_by", role="role", classes="classes", attributes="attributes")


def _worded(*, default_href: str | None = None, **more: str) -> Callable[[Options], Options]:
    def translate(options: Options) -> Options:
        given = {"text": words(options)} if words(options) is not None else {}
        given |= {"href": default_href} if default_href else {}
        return given | only(options, text="", html="", classes="classes", attributes="attributes", **more)

    return translate


TRANSLATORS: dict[str, Callable[[Options], Options]] = {
    "back-link": _worded(default_href="#", href="href"),
    "breadcrumbs": _breadcrumbs,
    "button": _button,
    "character-count": _character_count,
    "checkboxes": _checkboxes,
    "date-input": _date_input,
    "details": _called(summary=True),
    "error-message": _worded(id="id"),
    "error-summary": _error_summary,
    "fieldset": _fieldset,
    "file-upload": _file_upload,
    "hint": _worded(id="id"),
    "input": _input,
    "inset-text": _called(),
    "label": _worded(**{"for": "for_", "isPageHeading": "as_heading"}),
    "notification-banner": _notification_banner,
    "pagination": _pagination,
    "password-input": _password_input,
    "radios": _radios,
    "select": _select,
    "skip-link": _worded(default_href="#content", href="href"),
    "summary-list": _summary_list,
    "tag": _worded(),
    "textarea": _textarea,
    "warning-text": _worded(iconFallbackText="spoken"),
}
