//! What the gallery shows without any state: each core component in its states.

use bennu::form::Options;
use bennu::prelude::*;

use super::GalleryLive;
use crate::router::path;
use crate::web::core_components::*;

/// One row of the table.
struct Bird {
    id: u32,
    name: &'static str,
    wings: u32,
    is_rare: bool,
}

const BIRDS: [Bird; 3] = [
    Bird { id: 1, name: "Purple heron", wings: 152, is_rare: false },
    Bird { id: 2, name: "Shoebill", wings: 260, is_rare: true },
    Bird { id: 3, name: "Little bittern", wings: 58, is_rare: false },
];

component! {
    /// Buttons of each look.
    pub fn buttons() {
        <section class="card">
            <h2>Buttons</h2>
            <div class="row">
                <.button type="button">Primary</.button>
                <.button type="button" variant="soft">Soft</.button>
                <.button type="button" variant="plain">Plain</.button>
                <.button type="button" variant="danger"><.icon name="trash" />Delete</.button>
                <.button type="button" disabled>Disabled</.button>
                <.button
                    navigate={path!("/counter")}
                    variant="soft"
                >A link<.icon name="arrow-right" /></.button>
            </div>
        </section>
    }

    /// Messages of each kind.
    pub fn flashes() {
        <section class="card">
            <h2>Messages</h2>
            <div class="stack">
                <.flash kind="info" id="sample-info">Your message is on the board.</.flash>
                <.flash
                    kind="error"
                    id="sample-error"
                    title="That did not work"
                >"The server cannot be reached. We'll try again."</.flash>
            </div>
        </section>
    }

    /// Inputs without a form, in each of their states.
    pub fn inputs() {
        <section class="card">
            <h2>Inputs</h2>
            <div class="grid">
                <.input name="plain" label="Plain" placeholder="Nothing yet" />
                <.input name="filled" label="Filled in" value="Heron" />
                <.input
                    name="wrong"
                    label="Wrong"
                    value="H"
                    errors={vec!["should be at least 2 character(s)".into()]}
                />
                <.input name="off" label="Disabled" value="Heron" disabled />
                <.input name="secret" type="password" label="Password" value="heron" autocomplete="off" />
                <.input name="words" type="search" label="Search" />
                <.input
                    name="moment"
                    type="datetime-local"
                    label="Moment"
                    value="2026-11-20T10:15:00.000000Z"
                />
                <.input name="clock" type="time" label="Time" value="10:15" />
                <.input name="color" type="color" label="Colour" value="#c2410c" />
                <.input name="range" type="range" label="Range" min="0" max="10" value="4" />
                <.input name="file" type="file" label="File" multiple />
                <.input
                    name="many[]"
                    type="select"
                    label="Several"
                    multiple
                    value="b"
                    options={Options::new().group("Herons", [("Purple", "a"), ("Grey", "b")]).group("Storks", [("White", "c")])}
                />
            </div>
        </section>
    }

    /// A table and a list.
    pub fn data(chosen: Option<i64>) {
        <section class="card">
            <h2>Table</h2>
            <.table
                id="birds"
                rows={&BIRDS[..]}
                row_id={Some(&|bird| format!("bird-{}", bird.id))}
                row_click={Some(&|bird| choose(bird))}
            >
                <:col :let={bird} label="Bird">{bird.name}</:col>
                <:col :let={bird} label="Wings" class="number">{bird.wings}" cm"</:col>
                <:col :let={bird} label="Rare">if bird.is_rare { <.icon name="check" /><span class="sr-only">yes</span> } else { <span
                    class="quiet"
                >no</span> }</:col>
                <:action :let={bird}><.link href={format!("#bird-{}", bird.id)}>Show</.link></:action>
            </.table>
            <p :if={let Some(chosen) = chosen} id="chosen" class="quiet">You chose bird {chosen}.</p>
            <.table id="nothing" rows={&BIRDS[..0]}>
                <:col :let={bird} label="Bird">{bird.name}</:col>
                <:empty>Nothing here yet.</:empty>
            </.table>
        </section>
        <section class="card">
            <h2>List</h2>
            <.list>
                <:item title="Name">Purple heron</:item>
                <:item title="Food">Fish, frogs, and whatever else moves in the reeds</:item>
                <:item title="Wings">152 cm</:item>
            </.list>
        </section>
    }

    /// A dialog, and a box that keeps the focus.
    pub fn dialogs(is_trapped: bool) {
        <section class="card">
            <h2>Dialogs</h2>
            <div class="row">
                <.button
                    type="button"
                    variant="soft"
                    commandfor="confirm"
                    command="show-modal"
                >Open a dialog</.button>
                <.button type="button" variant="soft" phx-click={GalleryLive::trap}>Keep the focus</.button>
            </div>
            <.modal id="confirm" title="Delete the message?">
                <p>Nobody will be able to read it again.</p>
                <:actions><.button
                    type="button"
                    variant="danger"
                    commandfor="confirm"
                    command="close"
                >Delete</.button></:actions>
                <:actions><.button
                    type="button"
                    variant="plain"
                    commandfor="confirm"
                    command="close"
                >Keep it</.button></:actions>
            </.modal>
            <.focus_wrap :if={is_trapped} id="trap" class="row trap">
                <.button type="button" id="trap-one" variant="soft">One</.button>
                <.button
                    type="button"
                    id="trap-two"
                    variant="soft"
                    phx-click={GalleryLive::trap}
                >Two, and out</.button>
            </.focus_wrap>
        </section>
    }

    /// All icons.
    pub fn icons() {
        <section class="card">
            <h2>Icons</h2>
            <div class="row icons">
                <span :for={name in ICONS}><.icon name={name} />{name}</span>
            </div>
        </section>
    }
}

const ICONS: [&str; 11] = [
    "arrow-left",
    "arrow-path",
    "arrow-right",
    "check",
    "chevron-down",
    "exclamation-circle",
    "information-circle",
    "pencil",
    "plus",
    "trash",
    "x-mark",
];

/// The click on a bird's row, with the bird.
fn choose(bird: &Bird) -> String {
    bennu::serde_json::json!([["push", {"event": "choose", "value": {"bird": bird.id}}]]).to_string()
}
