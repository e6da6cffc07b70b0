//! The building blocks of Rumbl's pages: buttons, inputs, tables and what else every page is made of.

use bennu::component::{Attribute, FormMethod};
use bennu::conn::Flash;
use bennu::form::{Options, normalize_value, options_for_select};
use bennu::prelude::*;

component! {
    /// The messages that wait for the user.
    pub fn flash_group(flash: &Flash) {
        <div class="flash-group" aria-live="polite">
            <p
                :if={let Some(text) = flash.get("info")}
                class="alert alert-info"
                role="alert"
            ><.icon name="check" />{text}</p>
            <p
                :if={let Some(text) = flash.get("error")}
                class="alert alert-danger"
                role="alert"
            ><.icon name="warning" />{text}</p>
        </div>
    }

    /// A button, or a link that looks like one if it leads somewhere.
    pub fn button(
        href: Option<impl Attribute>,
        variant: &str in ["primary", "soft", "plain"] = "primary",
        rest: Rest include ["disabled", "name", "type", "value"],
        inner_block: Slot,
    ) {
        if let Some(href) = &href {
            <.link href={href} class={["button", variant]} {rest}>{inner_block}</.link>
        } else {
            <button class={["button", variant]} {rest}>{inner_block}</button>
        }
    }

    /// The head of a page, and what can be done there.
    pub fn header(inner_block: Slot, actions: Slots = Slots::EMPTY) {
        <header class="header">
            <h1>{inner_block}</h1>
            <div :if={!actions.is_empty()} class="actions">{actions}</div>
        </header>
    }

    /// A column of a table.
    pub struct Col<'a> { label: &'a str }

    /// A table with a row for each value.
    pub fn table<T>(
        id: &str,
        rows: &[T],
        col: Slots<Col, T>,
        action: Slots<(), T> = Slots::EMPTY,
        empty: Slot = Slot::EMPTY,
    ) {
        <table class="table">
            <thead>
                <tr>
                    <th :for={col in col} scope="col">{col.label}</th>
                    <th scope="col"><span class="sr-only">Actions</span></th>
                </tr>
            </thead>
            <tbody id={id}>
                <tr :for={row in rows}>
                    <td :for={col in col}>{col.with(row)}</td>
                    <td class="actions"><div>for action in action { {action.with(row)} }</div></td>
                </tr>
            </tbody>
        </table>
        <p :if={rows.is_empty()} class="empty">{empty}</p>
    }

    /// One thing of a list, with what it is called.
    pub struct Item<'a> { title: &'a str }

    /// Things by their names, as those of one row.
    pub fn list(item: Slots<Item>) {
        <dl class="list">
            <div :for={item in item}><dt>{item.title}</dt><dd>{item}</dd></div>
        </dl>
    }

    /// A form with its inputs below each other, its buttons at the end, and a banner where something is wrong.
    pub fn simple_form(
        for: Option<impl FormMethod>,
        action: impl Attribute,
        is_invalid: bool = false,
        inner_block: Slot,
        actions: Slots,
    ) {
        <.form for={r#for} action={&action} novalidate>
            <p
                :if={is_invalid}
                class="alert alert-danger"
                role="alert"
            ><.icon name="warning" />"Oops, something went wrong! Please check the errors below."</p>
            <div class="fields">{inner_block}</div>
            <div class="actions">{actions}</div>
        </.form>
    }

    /// An input of a form with its label and its errors.
    pub fn input(
        /// What the form says of it: `form.field(User::name)`.
        field: &FormField,
        type: &str in ["password", "select", "text", "textarea", "url"] = "text",
        label: &str,
        /// What a `select` offers.
        options: Options = Options::new(),
        /// The first option of a `select`, which stands for nothing.
        prompt: &str = "",
        rest: Rest include ["autocomplete", "placeholder", "required"],
    ) {
        <div class={["field", ("invalid", !field.errors().is_empty())]}>
            <label for={field.id()}>{label}</label>
            match r#type {
                "select" => {
                    <select id={field.id()} name={field.name()} aria-describedby={notes(field)} {rest}>
                        {options_for_select(&options.clone().prompt(prompt), field.values())}
                    </select>
                }
                "textarea" => {
                    <textarea
                        id={field.id()}
                        name={field.name()}
                        rows="4"
                        aria-invalid={is_invalid(field)}
                        aria-describedby={notes(field)}
                        {rest}
                    >{normalize_value("textarea", field.value())}</textarea>
                }
                kind => {
                    <input
                        type={kind}
                        id={field.id()}
                        name={field.name()}
                        value={(kind != "password").then(|| field.value())}
                        aria-invalid={is_invalid(field)}
                        aria-describedby={notes(field)}
                        {rest}
                    >
                }
            }
            <div :if={let Some(id) = notes(field)} id={id}>
                <span :for={error in field.errors()} class="help-block">{error}</span>
            </div>
        </div>
    }

    /// A link to where the user came from.
    pub fn back(href: impl Attribute, inner_block: Slot) {
        <p class="back"><.link href={&href}><.icon name="arrow-left" />" "{inner_block}</.link></p>
    }

    /// A drawing in the colour of the text. It says nothing to those who do not see it; put words beside it.
    pub fn icon(name: &str in ["arrow-left", "check", "pencil", "play", "plus", "warning"]) {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        ><path d={outline(name)} /></svg>
    }
}

fn is_invalid(field: &FormField) -> Option<&'static str> {
    (!field.errors().is_empty()).then_some("true")
}

/// The id of what is wrong with an input, for those who cannot see that it stands below.
fn notes(field: &FormField) -> Option<String> {
    is_invalid(field).map(|_| format!("{}_errors", field.id()))
}

/// How an icon is drawn, on 24 by 24 units.
fn outline(name: &str) -> &'static str {
    match name {
        "arrow-left" => "M19 12H5m6 6-6-6 6-6",
        "check" => "m5 12.5 4.5 4.5L19 7.5",
        "pencil" => "m4.5 19.5 1-4.25L16 4.75 19.25 8 8.75 18.5l-4.25 1Z",
        "play" => "M8 5.5v13l11-6.5Z",
        "plus" => "M12 5v14m-7-7h14",
        _ => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13.5v5.25m0 3.25v.01",
    }
}
