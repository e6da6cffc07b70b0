//! The building blocks of the application's pages: buttons, inputs, tables and what else every page is made of.
//!
//! They belong to the application: change them as you like. Their look is in `assets/core_components.css`, which is plain CSS.

use bennu::component::{Attribute, FormMethod, Value};
use bennu::conn::Flash;
use bennu::prelude::*;
use bennu::serde_json::json;

pub use super::core_inputs::{error, input};

component! {
    /// A message to the user, which goes away when it is clicked.
    ///
    /// The text is the content, or else what the flash has of this kind; without either, nothing is shown.
    pub fn flash(
        /// How it looks, and which message of the flash it is.
        kind: &str in ["info", "error"] = "info",
        flash: Option<&Flash>,
        title: Option<&str>,
        /// The id of the element, `flash-` and the kind by default.
        id: Option<&str>,
        rest: Rest,
        inner_block: Slot = Slot::EMPTY,
    ) {
        <div
            :if={inner_block.is_given() || message(flash, kind).is_some()}
            id={id.map_or_else(|| format!("flash-{kind}"), str::to_owned)}
            class={["flash", kind]}
            role={if kind == "error" { "alert" } else { "status" }}
            phx-click={clear_flash(kind, id)}
            {rest}
        >
            <.icon name={if kind == "error" { "exclamation-circle" } else { "information-circle" }} />
            <div class="flash-text">
                <p :if={let Some(title) = title} class="flash-title">{title}</p>
                <p>{inner_block}{message(flash, kind).filter(|_| inner_block.is_empty())}</p>
            </div>
            <button type="button" class="flash-close" aria-label="close"><.icon name="x-mark" /></button>
        </div>
    }

    /// All messages that wait for the user.
    pub fn flash_group(flash: &Flash, id: &str = "flash-group") {
        <div id={id} class="flash-group" aria-live="polite">
            <.flash kind="info" flash={flash} />
            <.flash kind="error" flash={flash} />
        </div>
    }

    /// A button, or a link that looks like one if it leads somewhere.
    pub fn button(
        href: Option<impl Attribute>,
        navigate: Option<impl Attribute>,
        patch: Option<impl Attribute>,
        method: &str = "get",
        variant: &str in ["primary", "soft", "danger", "plain"] = "primary",
        rest: Rest include ["disabled", "download", "form", "formaction", "name", "type", "value", "commandfor", "command"],
        inner_block: Slot,
    ) {
        if leads(&href) || leads(&navigate) || leads(&patch) {
            <.link
                href={&href}
                navigate={&navigate}
                patch={&patch}
                method={method}
                class={["button", variant]}
                {rest}
            >{inner_block}</.link>
        } else {
            <button class={["button", variant]} {rest}>{inner_block}</button>
        }
    }

    /// The head of a page: a title, what it is about, and what can be done.
    pub fn header(class: Option<&str>, inner_block: Slot, subtitle: Slot = Slot::EMPTY, actions: Slots = Slots::EMPTY) {
        <header class={["header", class.unwrap_or_default()]}>
            <div>
                <h1>{inner_block}</h1>
                <p :if={subtitle.is_given()} class="lead">{subtitle}</p>
            </div>
            <div :if={!actions.is_empty()} class="actions">{actions}</div>
        </header>
    }

    /// A column of a table.
    pub struct Col<'a> { label: &'a str = "", class: Option<&'a str> }

    /// A table with a row for each value.
    pub fn table<T>(
        /// The id of the rows' element.
        id: &str,
        rows: &[T],
        /// What gives each row an id, as `Some(&|row| format!("row-{}", row.id))`.
        row_id: Option<&dyn Fn(&T) -> String>,
        /// What gives each row its `phx-click`: an event's name, or commands such as those of [`navigate`].
        row_click: Option<&dyn Fn(&T) -> String>,
        col: Slots<Col, T>,
        action: Slots<(), T> = Slots::EMPTY,
        empty: Slot = Slot::EMPTY,
    ) {
        <div class="table-frame">
            <table class="table">
                <thead>
                    <tr>
                        <th :for={col in col} class={col.class} scope="col">{col.label}</th>
                        <th :if={!action.is_empty()} scope="col"><span class="sr-only">Actions</span></th>
                    </tr>
                </thead>
                <tbody id={id}>
                    <tr
                        :for={row in rows}
                        id={row_id.map(|id| id(row))}
                        class={[("clickable", row_click.is_some())]}
                    >
                        <td
                            :for={col in col}
                            class={col.class}
                            data-label={col.label}
                            phx-click={row_click.map(|click| click(row))}
                        >{col.with(row)}</td>
                        <td
                            :if={!action.is_empty()}
                            class="actions"
                        ><div>for action in action { {action.with(row)} }</div></td>
                    </tr>
                </tbody>
            </table>
            <p :if={rows.is_empty()} class="empty">{empty}</p>
        </div>
    }

    /// One thing of a list, with what it is called.
    pub struct Item<'a> { title: &'a str }

    /// Things by their names, as those of one row.
    pub fn list(item: Slots<Item>) {
        <dl class="list">
            <div :for={item in item}><dt>{item.title}</dt><dd>{item}</dd></div>
        </dl>
    }

    /// A dialog over the page. A button opens it with `command="show-modal"` and `commandfor`, its id; it needs no script for that.
    pub fn modal(
        id: &str,
        title: &str,
        /// The event that hears of it when somebody closes the dialog.
        on_cancel: Option<&str>,
        inner_block: Slot,
        actions: Slots = Slots::EMPTY,
    ) {
        <dialog
            id={id}
            class="modal"
            aria-labelledby={format!("{id}-title")}
            phx-mounted={json!([["ignore_attrs", {"attrs": ["open"]}]]).to_string()}
        >
            <div class="modal-head">
                <h2 id={format!("{id}-title")}>{title}</h2>
                <button
                    type="button"
                    class="flash-close"
                    commandfor={id}
                    command="close"
                    phx-click={on_cancel}
                    aria-label="close"
                ><.icon name="x-mark" /></button>
            </div>
            <div class="modal-body">{inner_block}</div>
            <div :if={!actions.is_empty()} class="actions">{actions}</div>
        </dialog>
    }

    /// A form with its inputs below each other and its buttons at the end.
    pub fn simple_form(
        for: Option<impl FormMethod>,
        action: Option<impl Attribute>,
        method: Option<&str>,
        multipart: bool = false,
        rest: Rest include ["autocomplete", "novalidate", "target"],
        inner_block: Slot,
        actions: Slots = Slots::EMPTY,
    ) {
        <.form for={r#for} action={&action} method={method} multipart={multipart} {rest}>
            <div class="fields">{inner_block}</div>
            <div :if={!actions.is_empty()} class="actions">{actions}</div>
        </.form>
    }

    /// A link to where the user came from.
    pub fn back(navigate: &str, inner_block: Slot) {
        <p class="back"><.link navigate={navigate}><.icon name="arrow-left" />" "{inner_block}</.link></p>
    }

    /// A drawing in the colour of the text. It says nothing to those who do not see it; put words beside it.
    pub fn icon(
        name: &str in [
            "arrow-left", "arrow-path", "arrow-right", "check", "chevron-down", "exclamation-circle", "information-circle",
            "pencil", "plus", "trash", "x-mark",
        ],
        rest: Rest,
    ) {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            {rest}
        ><path d={outline(name)} /></svg>
    }
}

/// The message of one kind.
fn message<'a>(flash: Option<&'a Flash>, kind: &str) -> Option<&'a str> {
    flash?.iter().find(|(name, _)| *name == kind).map(|(_, text)| text)
}

/// What a click on a message does: the view forgets it, and it hides.
fn clear_flash(kind: &str, id: Option<&str>) -> String {
    let to = id.map_or_else(|| format!("#flash-{kind}"), |id| format!("#{id}"));
    json!([["push", {"event": "lv:clear-flash", "value": {"key": kind}}], ["hide", {"to": to}]]).to_string()
}

/// Commands for `phx-click` that show the LiveView at a path.
pub fn navigate(path: impl AsRef<str>) -> String {
    json!([["navigate", {"href": path.as_ref()}]]).to_string()
}

fn leads(address: &impl Attribute) -> bool {
    !matches!(address.value(), Value::Absent)
}

/// How an icon is drawn, on 24 by 24 units.
fn outline(name: &str) -> &'static str {
    match name {
        "arrow-left" => "M19 12H5m6 6-6-6 6-6",
        "arrow-path" => "M20 12a8 8 0 1 1-2.3-5.7M20 4v4h-4",
        "arrow-right" => "M5 12h14m-6-6 6 6-6 6",
        "check" => "m5 12.5 4.5 4.5L19 7.5",
        "chevron-down" => "m6 9 6 6 6-6",
        "exclamation-circle" => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13.5v5.25m0 3.25v.01",
        "information-circle" => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.25M12 8v.01",
        "pencil" => "m4.5 19.5 1-4.25L16 4.75 19.25 8 8.75 18.5l-4.25 1Z",
        "plus" => "M12 5v14m-7-7h14",
        "trash" => "M4.5 7h15M9.5 7V4.5h5V7m-8 0 .75 12.5h9.5L17.5 7m-7 4v5m3-5v5",
        _ => "m6 6 12 12M18 6 6 18",
    }
}
