//! The same pages in the peers' languages, each rendered the way its documentation shows first.

use askama::Template;
use maud::{DOCTYPE, Markup, html};
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

pub(crate) fn maud_page(page: &Page) -> Markup {
    html! {
        (DOCTYPE)
        html {
            head { title { (page.title) } }
            body {
                header {
                    h1 { (page.title) }
                    @if let Some(user) = &page.user { p { "Hello, " (user) "!" } }
                }
                main { table { tbody {
                    @for product in &page.products {
                        tr id=(product.id) {
                            td {
                                a href=(product.url) { (product.name) }
                                @if product.is_new { b { "new" } }
                            }
                            td { (product.text) }
                            td class="number" { (product.stock) " in stock" }
                        }
                    }
                } } }
            }
        }
    }
}

pub(crate) fn maud_numbers(table: &Numbers) -> Markup {
    html! {
        table {
            @for row in &table.rows {
                tr { @for number in row { td { (number) } } }
            }
        }
    }
}

pub(crate) fn maud_teams(league: &Teams) -> Markup {
    html! {
        html {
            head { title { (league.year) } }
            body {
                h1 { "CSL " (league.year) }
                ul {
                    @for (place, team) in league.teams.iter().enumerate() {
                        li class=(if place == 0 { "champion" } else { "" }) { b { (team.name) } ": " (team.score) }
                    }
                }
            }
        }
    }
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
