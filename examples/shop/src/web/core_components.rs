//! The building blocks of the shop's pages: buttons, inputs, tables and what else every page is made of.

use bennu::component::{Attribute, FormMethod};
use bennu::conn::Flash;
use bennu::form::{Options, normalize_value, options_for_select};
use bennu::prelude::*;

component! {
    /// The messages that wait for the visitor.
    pub fn flash_group(flash: &Flash) {
        <div class="flash-group" aria-live="polite">
            <p
                :if={let Some(text) = flash.get("info")}
                class="alert info"
                role="alert"
            ><.icon name="check" />{text}</p>
            <p
                :if={let Some(text) = flash.get("error")}
                class="alert danger"
                role="alert"
            ><.icon name="warning" />{text}</p>
        </div>
    }

    /// A button, or a link that looks like one if it leads somewhere.
    pub fn button(
        href: Option<impl Attribute>,
        method: &str = "get",
        variant: &str in ["primary", "plain"] = "primary",
        rest: Rest include ["name", "type", "value"],
        inner_block: Slot,
    ) {
        if let Some(href) = &href {
            <.link href={href} method={method} class={["button", variant]} {rest}>{inner_block}</.link>
        } else {
            <button class={["button", variant]} {rest}>{inner_block}</button>
        }
    }

    /// The head of a page: a title, what it is about, and what can be done there.
    pub fn header(inner_block: Slot, subtitle: Slot = Slot::EMPTY, actions: Slots = Slots::EMPTY) {
        <header class="header">
            <div>
                <h1>{inner_block}</h1>
                <p :if={subtitle.is_given()} class="lead">{subtitle}</p>
            </div>
            <div :if={!actions.is_empty()} class="actions">{actions}</div>
        </header>
    }

    /// A column of a table.
    pub struct Col<'a> { label: &'a str, class: &'a str = "" }

    /// A table with a row for each value.
    pub fn table<T>(id: &str, rows: &[T], col: Slots<Col, T>, action: Slots<(), T> = Slots::EMPTY) {
        <table class="table">
            <thead>
                <tr>
                    <th :for={col in col} class={col.class} scope="col">{col.label}</th>
                    <th :if={!action.is_empty()} scope="col"><span class="sr-only">Actions</span></th>
                </tr>
            </thead>
            <tbody id={id}>
                <tr :for={row in rows}>
                    <td :for={col in col} class={col.class} data-label={col.label}>{col.with(row)}</td>
                    <td
                        :if={!action.is_empty()}
                        class="actions"
                    >for action in action { {action.with(row)} }</td>
                </tr>
            </tbody>
        </table>
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
                class="alert danger"
                role="alert"
            ><.icon name="warning" />"Oops, something went wrong! Please check the errors below."</p>
            <div class="fields">{inner_block}</div>
            <div class="actions">{actions}</div>
        </.form>
    }

    /// An input of a form with its label and its errors.
    pub fn input(
        /// What the form says of it: `form.field(Product::title)`.
        field: &FormField,
        type: &str in ["number", "text", "textarea"] = "text",
        label: &str,
        /// Whether the label is only for those who do not see what stands around.
        is_bare: bool = false,
        rest: Rest include ["max", "min", "step"],
    ) {
        <div class={["field", ("invalid", !field.errors().is_empty())]}>
            <label class={[("sr-only", is_bare)]} for={field.id()}>{label}</label>
            match r#type {
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
                        value={field.value()}
                        aria-invalid={is_invalid(field)}
                        aria-describedby={notes(field)}
                        {rest}
                    >
                }
            }
            <.errors field={field} />
        </div>
    }

    /// A choice of several options, none of them included.
    pub fn multiple_select(field: &FormField, label: &str, options: Options, values: &[i64]) {
        <div class={["field", ("invalid", !field.errors().is_empty())]}>
            <label for={field.id()}>{label}</label>
            <input type="hidden" name={field.name_of_many()} value="">
            <select
                id={field.id()}
                name={field.name_of_many()}
                multiple
                aria-invalid={is_invalid(field)}
                aria-describedby={notes(field)}
            >
                {options_for_select(&options, values)}
            </select>
            <.errors field={field} />
        </div>
    }

    fn errors(field: &FormField) {
        <div :if={let Some(id) = notes(field)} id={id}>
            <span :for={error in field.errors()} class="help-block">{error}</span>
        </div>
    }

    /// A link to where the visitor came from.
    pub fn back(href: impl Attribute, inner_block: Slot) {
        <p class="back"><.link href={&href}><.icon name="arrow-left" />" "{inner_block}</.link></p>
    }

    /// A drawing in the colour of the text. It says nothing to those who do not see it; put words beside it.
    pub fn icon(name: &str in ["arrow-left", "cart", "check", "plus", "warning"]) {
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
        "cart" => "M3 4h2.5l2.2 10.5h10L20.5 8H6.4M9 19.5v.01m8-.01v.01",
        "check" => "m5 12.5 4.5 4.5L19 7.5",
        "plus" => "M12 5v14m-7-7h14",
        _ => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13.5v5.25m0 3.25v.01",
    }
}
