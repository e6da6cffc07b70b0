//! The same pages in the peers that are macros like Bennu's: maud, hypertext, vy and markup.

use maud::{DOCTYPE, Markup, html};

use crate::render_data::{Numbers, Page, Teams};

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

pub(crate) mod in_hypertext {
    use hypertext::prelude::*;

    use crate::render_data::{Numbers, Page, Teams};

    pub(crate) fn page(page: &Page) -> impl Renderable + '_ {
        maud! {
            !DOCTYPE
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

    pub(crate) fn numbers(table: &Numbers) -> impl Renderable + '_ {
        maud! {
            table {
                @for row in &table.rows {
                    tr { @for number in row { td { (number) } } }
                }
            }
        }
    }

    pub(crate) fn teams(league: &Teams) -> impl Renderable + '_ {
        maud! {
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
}

pub(crate) mod in_vy {
    use vy::prelude::*;

    use crate::render_data::{Numbers, Page, Teams};

    pub(crate) fn page(page: &Page) -> impl IntoHtml + '_ {
        let products = page.products.iter().map(|product| {
            tr!(
                id = product.id,
                td!(a!(href = &product.url, &product.name), product.is_new.then(|| b!("new"))),
                td!(&product.text),
                td!(class = "number", product.stock, " in stock")
            )
        });
        (
            DOCTYPE,
            html!(
                head!(title!(&page.title)),
                body!(
                    header!(h1!(&page.title), page.user.as_ref().map(|user| p!("Hello, ", user, "!"))),
                    main!(table!(tbody!(products)))
                )
            ),
        )
    }

    pub(crate) fn numbers(numbers: &Numbers) -> impl IntoHtml + '_ {
        table!(numbers.rows.iter().map(|row| tr!(row.iter().map(|number| td!(*number)))))
    }

    pub(crate) fn teams(league: &Teams) -> impl IntoHtml + '_ {
        let teams = league.teams.iter().enumerate().map(|(place, team)| {
            let class = if place == 0 { "champion" } else { "" };
            li!(class = class, b!(&team.name), ": ", team.score)
        });
        html!(head!(title!(league.year)), body!(h1!("CSL ", league.year), ul!(teams)))
    }
}

#[expect(unreachable_pub, reason = "the macro makes its structs public")]
pub(crate) mod in_markup {
    use crate::render_data::{Numbers, Page, Teams};

    markup::define! {
        ShopPage<'a>(page: &'a Page) {
            @markup::doctype()
            html {
                head { title { @page.title } }
                body {
                    header {
                        h1 { @page.title }
                        @if let Some(user) = &page.user { p { "Hello, " @user "!" } }
                    }
                    main { table { tbody {
                        @for product in &page.products {
                            tr[id = product.id] {
                                td {
                                    a[href = &product.url] { @product.name }
                                    @if product.is_new { b { "new" } }
                                }
                                td { @product.text }
                                td[class = "number"] { @product.stock " in stock" }
                            }
                        }
                    } } }
                }
            }
        }

        NumberTable<'a>(table: &'a Numbers) {
            table {
                @for row in &table.rows {
                    tr { @for number in row { td { @number } } }
                }
            }
        }

        League<'a>(league: &'a Teams) {
            html {
                head { title { @league.year } }
                body {
                    h1 { "CSL " @league.year }
                    ul {
                        @for (place, team) in league.teams.iter().enumerate() {
                            li[class = if place == 0 { "champion" } else { "" }] { b { @team.name } ": " @team.score }
                        }
                    }
                }
            }
        }
    }
}
