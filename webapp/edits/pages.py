"""The desk pages of an editor: the list, one thing with its history, its forms, and putting it on the site."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.edits import queries, services
from webapp.edits.editor import Answers, Editor, Parts, Section
from webapp.edits.forms import CarriedForm, answers_in, bound_form, new_form, seen_version, stored_form
from webapp.edits.nouns import EditRefusedError, Thing
from webapp.edits.showing import differences_between, names_of, shown_answers, shown_words
from webapp.edits.slugs import slug_for
from webapp.kit.clock import utc_now
from webapp.kit.collision_pages import BothVersions
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Form, form_page, see_other

Change = Callable[[Any, Answers], Any]


# What only a thing with lists in it has.
LIST_PAGES = frozenset({"add", "part", "remove"})


def editor_blueprint(editor: Editor) -> Blueprint:
    """The pages of `editor`, to be mounted below the desk: endpoints desk.<name>.things, thing, new, edit and so on."""
    bp = Blueprint(editor.name, __name__, url_prefix=f"/content/{editor.name}")
    one, part = "/<uuid:subject_id>", "/<uuid:subject_id>/<string:code>/<int:number>"
    pages = _Pages(editor)
    edit, publish = officers(Permission.EDIT), officers(Permission.PUBLISH)
    for rule, name, mark, view, methods in (
        ("", "things", edit, pages.things, ("GET",)),
        ("/new", "new", edit, pages.new, ("GET", "POST")),
        (one, "thing", edit, pages.thing, ("GET",)),
        (f"{one}/change/<string:code>", "change", edit, pages.change, ("GET", "POST")),
        (f"{one}/add/<string:code>", "add", edit, pages.add, ("GET", "POST")),
        (f"{part}", "part", edit, pages.part, ("GET", "POST")),
        (f"{part}/remove", "remove", edit, pages.remove, ("GET", "POST")),
        (f"{one}/versions/<int:number>", "version", edit, pages.version, ("GET",)),
        (f"{one}/versions/<int:number>/restore", "restore", edit, pages.restore, ("POST",)),
        (f"{one}/publish", "publish", publish, pages.publish, ("POST",)),
        (f"{one}/take-off", "take_off", publish, pages.take_off, ("GET", "POST")),
    ):
        if name in LIST_PAGES and not editor.parts:
            continue
        # A function of its own for each editor: the mark is kept on it.
        bp.add_url_rule(rule, name, mark(_plain(view)), methods=list(methods))
    return bp


def _plain(view: Callable[..., Any]) -> Callable[..., Any]:
    def run(**values: Any) -> Any:
        return view(**values)

    return run


@dataclass(frozen=True)
class _Pages:
    """The views of one editor."""

    editor: Editor

    def things(self) -> str:
        """All of a kind: what the public sees, what waits, and what is off the site."""
        things = queries.list_things(self.editor.noun)
        return render_template("edits/desk/things.html", editor=self.editor, things=things)

    def new(self) -> Response:
        """Write a new one; nobody sees it before it is published."""
        form = new_form(self.editor)
        if form.validate_on_submit():
            answers = answers_in(form)
            typed = answers.pop("slug", "")
            content = self.editor.begin(answers)
            slug = slug_for(typed, self.editor.noun.title(content), asked=self.editor.asks_slug)
            try:
                made = services.create(self.editor.noun, slug, content, by=current_actor(), at=utc_now())
            except EditRefusedError as error:
                form.form_errors.append(str(error))
            else:
                flash(_("Saved. The public does not see it yet."), "success")
                return self._to(made)
        return form_page(form, "edits/desk/form.html", **self._asking(None, self.editor.add))

    def thing(self, subject_id: uuid.UUID) -> str:
        """One thing as it was last saved, what waits to be shown, and its history."""
        found = queries.get_thing(self.editor.noun, subject_id)
        versions = queries.list_versions(self.editor.noun, subject_id)
        return render_template(
            "edits/desk/thing.html",
            editor=self.editor,
            thing=found,
            sections=[(section, shown_answers(section, found.content)) for section in self.editor.sections],
            lists=[(parts, [parts.name(each) for each in parts.read(found.content)]) for parts in self.editor.parts],
            versions=versions,
            names=names_of([found.made_by, *(version.made_by for version in versions)]),
            form=CarriedForm(version=str(found.version)),
            public_href=self.editor.public_path(found) if found.is_public else None,
        )

    def change(self, subject_id: uuid.UUID, code: str) -> Response:
        """Change a section."""
        section = self.editor.section(code) or _missing()
        found = queries.get_thing(self.editor.noun, subject_id)
        form = bound_form(section.form, section.read(found.content), version=found.version)
        return self._ask(found, form, section.write, label=str(section.label), stored=section)

    def add(self, subject_id: uuid.UUID, code: str) -> Response:
        """Add an entry to a list."""
        parts = self.editor.list_of(code) or _missing()
        found = queries.get_thing(self.editor.noun, subject_id)
        form = bound_form(parts.form, {}, version=found.version)

        def write(content: Any, answers: Answers) -> Any:
            return parts.write(content, None, answers)

        return self._ask(found, form, write, label=str(parts.add))

    def part(self, subject_id: uuid.UUID, code: str, number: int) -> Response:
        """Change an entry of a list."""
        parts = self.editor.list_of(code) or _missing()
        found = queries.get_thing(self.editor.noun, subject_id)
        section = _entry_section(parts, found.content, number)
        form = bound_form(parts.form, section.read(found.content), version=found.version)

        def write(content: Any, answers: Answers) -> Any:
            return parts.write(content, number, answers)

        return self._ask(found, form, write, label=str(section.label), stored=section)

    def remove(self, subject_id: uuid.UUID, code: str, number: int) -> Response:
        """Take an entry out of a list, after asking."""
        parts = self.editor.list_of(code) or _missing()
        found = queries.get_thing(self.editor.noun, subject_id)
        section = _entry_section(parts, found.content, number)
        form = CarriedForm(version=str(found.version))
        if not form.validate_on_submit():
            context = self._asking(found, _("Take out: %(name)s", name=section.label))
            return form_page(form, "edits/desk/remove.html", **context)
        return self._save(found, form, parts.without(found.content, number))

    def version(self, subject_id: uuid.UUID, number: int) -> str:
        """A saved version, and what changed with it."""
        found = queries.get_thing(self.editor.noun, subject_id)
        wanted = queries.get_version(self.editor.noun, subject_id, number)
        earlier = next((v for v in queries.list_versions(self.editor.noun, subject_id) if v.number < number), None)
        return render_template(
            "edits/desk/version.html",
            editor=self.editor,
            thing=found,
            version=wanted,
            earlier=earlier,
            differences=differences_between(self.editor, earlier, wanted),
            sections=[(section, shown_answers(section, wanted.content)) for section in self.editor.sections],
            names=names_of([wanted.made_by]),
            form=CarriedForm(version=str(found.version)),
        )

    def restore(self, subject_id: uuid.UUID, number: int) -> Response:
        """Save an earlier version again, as the newest one."""
        found = queries.get_thing(self.editor.noun, subject_id)
        wanted = queries.get_version(self.editor.noun, subject_id, number)
        return self._save(found, CarriedForm(), wanted.content)

    def publish(self, subject_id: uuid.UUID) -> Response:
        """Put the newest version on the site."""
        form = CarriedForm()
        act = partial(services.publish, self.editor.noun, subject_id, seen=seen_version(form))
        try:
            act(by=current_actor(), at=utc_now())
        except EditCollisionError:
            flash(_("Somebody saved another version in the meantime. Read it, then publish."))
        except EditRefusedError as error:
            flash(str(error))
        else:
            flash(_("This version is on the site."), "success")
        return self._to(subject_id)

    def take_off(self, subject_id: uuid.UUID) -> Response:
        """Take it off the site, after asking; it stays on the desk."""
        found = queries.get_thing(self.editor.noun, subject_id)
        form = CarriedForm(version=str(found.version))
        if not form.validate_on_submit():
            return form_page(form, "edits/desk/take-off.html", **self._asking(found, _("Take this off the site")))
        services.take_off(self.editor.noun, subject_id, by=current_actor(), at=utc_now())
        flash(_("This is off the site. It stays here, and can be published again."), "success")
        return self._to(subject_id)

    def _ask(self, found: Thing, form: Form, write: Change, *, label: str, stored: Section | None = None) -> Response:
        if not form.validate_on_submit():
            return form_page(form, "edits/desk/form.html", **self._asking(found, label))
        content = write(found.content, answers_in(form))
        try:
            services.save(
                self.editor.noun, found.id, content, seen=seen_version(form), by=current_actor(), at=utc_now()
            )
        except EditRefusedError as error:
            form.form_errors.append(str(error))
            return form_page(form, "edits/desk/form.html", **self._asking(found, label))
        except EditCollisionError as error:
            return self._collision(found, form, current=error.current, stored=stored)
        flash(_("Saved. The public sees it once it is published."), "success")
        return self._to(found.id)

    def _save(self, found: Thing, form: Form, content: Any) -> Response:
        try:
            services.save(
                self.editor.noun, found.id, content, seen=seen_version(form), by=current_actor(), at=utc_now()
            )
        except EditCollisionError:
            flash(_("Somebody saved another version in the meantime, so nothing was done. Look at it first."))
        except EditRefusedError as error:
            flash(str(error))
        else:
            flash(_("Saved. The public sees it once it is published."), "success")
        return self._to(found.id)

    def _collision(self, found: Thing, form: Form, *, current: int, stored: Section | None) -> Response:
        kept = stored_form(stored.form, stored.read(found.content)) if stored else None
        versions = [
            BothVersions(
                name=field.short_name,
                label=str(field.label.text),
                stored=shown_words(kept[field.short_name]) if kept else "",
                typed=shown_words(field),
            )
            for field in form.answers
            if field.drawn_by != "hidden"
        ]
        form["version"].data = str(current)
        cancel = url_for(f"desk.{self.editor.name}.thing", subject_id=found.id)
        page = render_template("desk/collision.html", form=form, versions=versions, cancel=cancel)
        return make_response(page, 409)

    def _asking(self, found: Thing | None, label: Any) -> dict[str, Any]:
        return {"editor": self.editor, "thing": found, "label": str(label)}

    def _to(self, subject_id: uuid.UUID) -> Response:
        return see_other(f"desk.{self.editor.name}.thing", subject_id=subject_id)


def _entry_section(parts: Parts, content: Any, number: int) -> Section:
    entries = parts.read(content)
    if not 1 <= number <= len(entries):
        raise NotFoundError
    entry = entries[number - 1]
    label: Any = parts.name(entry)
    return Section(code=parts.code, label=label, form=parts.form, names=parts.names, within=lambda _content: entry)


def _missing() -> Any:
    abort(404)
