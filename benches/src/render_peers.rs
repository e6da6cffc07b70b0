//! The same pages in the peers that have template files: askama and sailfish.

use askama::Template;
use sailfish::TemplateSimple;

use crate::render_data::{Numbers, Page, Teams};

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!DOCTYPE html><html><head><title>{{ page.title }}</title></head><body><header><h1>{{ page.title }}</h1>{% if let Some(user) = page.user %}<p>Hello, {{ user }}!</p>{% endif %}</header><main><table><tbody>{% for product in page.products %}<tr id="{{ product.id }}"><td><a href="{{ product.url }}">{{ product.name }}</a>{% if product.is_new %}<b>new</b>{% endif %}</td><td>{{ product.text }}</td><td class="number">{{ product.stock }} in stock</td></tr>{% endfor %}</tbody></table></main></body></html>"#
)]
pub(crate) struct AskamaPage<'a> {
    pub(crate) page: &'a Page,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "<table>{% for row in table.rows %}<tr>{% for number in row %}<td>{{ number }}</td>{% endfor %}</tr>{% endfor %}</table>"
)]
pub(crate) struct AskamaNumbers<'a> {
    pub(crate) table: &'a Numbers,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<html><head><title>{{ league.year }}</title></head><body><h1>CSL {{ league.year }}</h1><ul>{% for team in league.teams %}<li class="{% if loop.first %}champion{% endif %}"><b>{{ team.name }}</b>: {{ team.score }}</li>{% endfor %}</ul></body></html>"#
)]
pub(crate) struct AskamaTeams<'a> {
    pub(crate) league: &'a Teams,
}

#[derive(TemplateSimple)]
#[template(path = "page.stpl")]
pub(crate) struct SailfishPage<'a> {
    pub(crate) page: &'a Page,
}

#[derive(TemplateSimple)]
#[template(path = "numbers.stpl")]
pub(crate) struct SailfishNumbers<'a> {
    pub(crate) table: &'a Numbers,
}

#[derive(TemplateSimple)]
#[template(path = "teams.stpl")]
pub(crate) struct SailfishTeams<'a> {
    pub(crate) league: &'a Teams,
}
