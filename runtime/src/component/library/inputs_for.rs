//! The built-in list of nested forms: forms come in, each with its content and its hidden fields goes out.

use super::super::Slot;
use crate::component;
use crate::form::{Form, MoreForms, NestedForms};

component! {
    /// Shows the inputs of nested forms, with the hidden fields by which their parameters find back to where they belong.
    ///
    /// ```
    /// use bennu::component::{Context, inputs_for, to_html};
    /// use bennu::form::to_form;
    /// use bennu::{Changeset, html};
    ///
    /// bennu::schema! { pub struct Order in "orders" { has_many lines: Line } }
    /// bennu::schema! { pub struct Line in "lines" { product: String, order_id: i64 } }
    ///
    /// let order = Changeset::from(Order).put_assoc(Order::lines, [Changeset::from(Line).put_change(Line::product, "Tea")]);
    /// let order = &to_form(&order);
    /// let page = html! {
    ///     <.inputs_for :let={line} field={order.nested(Order::lines)} append={[Line]}>
    ///         <input name={line.field(Line::product).name()} value={line.field(Line::product).value()}>
    ///     </.inputs_for>
    /// };
    /// assert_eq!(
    ///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
    ///     concat!(
    ///         r#"<input type="hidden" name="order[lines][0][_persistent_id]" value="0">"#,
    ///         r#"<input name="order[lines][0][product]" value="Tea">"#,
    ///         r#"<input type="hidden" name="order[lines][1][_persistent_id]" value="1">"#,
    ///         r#"<input name="order[lines][1][product]" value="">"#,
    ///     )
    /// );
    /// ```
    pub fn inputs_for<'f, T>(
        /// The forms: `form.nested(Order::lines)`.
        field: NestedForms<'f, T>,
        /// What the inputs' ids start with, in place of the form's id.
        id: Option<&str>,
        /// What the inputs are called, in place of the form's name and the field's.
        as: Option<&str>,
        /// What stands before the others for as long as nothing was sent: `[Line]` for a new one.
        prepend: Option<impl MoreForms<T>>,
        /// What stands behind the others for as long as nothing was sent.
        append: Option<impl MoreForms<T>>,
        /// Whether the hidden fields are left to the content, for tables, where they may not stand between rows.
        skip_hidden: bool = false,
        /// Whether the hidden field that tells one from the other while others come and go is left out.
        skip_persistent_id: bool = false,
        inner_block: Slot<Form<'f, T>>,
    ) {
        for form in arranged(&field, (id, r#as), (&prepend, &append), skip_persistent_id) {
            <.hidden_inputs :if={!skip_hidden} form={&form} />{inner_block.with(&form)}
        }
    }

    /// The hidden fields of a form: the key of what is stored, and the place of a nested form.
    pub fn hidden_inputs<T>(form: &Form<'_, T>) {
        <input :for={(name, value) in form.hidden()} type="hidden" name={form.input_name(name)} value={value}>
    }
}

/// The forms as the call wants them.
fn arranged<'f, T>(
    forms: &NestedForms<'f, T>,
    (id, name): (Option<&str>, Option<&str>),
    (prepend, append): (impl MoreForms<T>, impl MoreForms<T>),
    skip_persistent_id: bool,
) -> NestedForms<'f, T> {
    let mut forms = forms.clone().prepend(prepend).append(append);
    if let Some(name) = name {
        forms = forms.with_name(name);
    }
    if let Some(id) = id {
        forms = forms.with_id(id);
    }
    if skip_persistent_id { forms.without_persistent_ids() } else { forms }
}
