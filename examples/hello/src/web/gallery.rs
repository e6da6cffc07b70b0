//! The gallery: every core component in its states, and a form that is checked while one fills it in.

use bennu::changeset::Action;
use bennu::component::display;
use bennu::form::Options;
use bennu::prelude::*;

use super::core_components::*;
use crate::App;
use crate::router::path;

schema! {
    /// Somebody who fills in the form; nobody stores it.
    pub struct Profile in "profiles" {
        name: String,
        email: String,
        age: Option<i64>,
        born_on: Option<bennu::time::Date>,
        country: String,
        interests: Vec<String> = Vec::new(),
        plan: String = "free",
        bio: Option<String>,
        newsletter: bool = false,
        terms: bool = false,
    }
}

/// What it takes for a profile to be one.
fn change_profile(profile: impl Into<Changeset<Profile>>, params: &Params) -> Changeset<Profile> {
    let columns = (
        Profile::name,
        Profile::email,
        Profile::age,
        Profile::born_on,
        Profile::country,
        Profile::interests,
        Profile::plan,
        Profile::bio,
        Profile::newsletter,
        Profile::terms,
    );
    profile
        .into()
        .cast(params, columns)
        .validate_required((Profile::name, Profile::email, Profile::country))
        .validate_length(Profile::name, 2..=40)
        .validate_format(Profile::email, |email| email.contains('@'))
        .message("must have an @")
        .validate_change(Profile::terms, |terms| if *terms { Ok(()) } else { Err("must be accepted") })
}

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

/// The gallery in one browser window.
#[derive(Debug)]
pub struct GalleryLive {
    profile: Changeset<Profile>,
    saved: Option<Profile>,
    chosen: Option<i64>,
    is_trapped: bool,
}

impl LiveView for GalleryLive {
    type State = App;

    async fn mount(_params: Params, _session: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        socket.put_page_title("Gallery");
        Ok(Self { profile: Profile.into(), saved: None, chosen: None, is_trapped: false })
    }

    fn render(&self) -> impl Render {
        html! {
            <.header>
                "Gallery"
                <:subtitle>Every core component, in every state.</:subtitle>
                <:actions><.button href={path!("/")} variant="soft">Messages</.button></:actions>
            </.header>
            <.buttons />
            <.flashes />
            <section class="card" id="form">
                <h2>A form</h2>
                <.profile_form form={&to_form(&self.profile)} />
                <.saved :if={let Some(profile) = &self.saved} profile={profile} />
            </section>
            <.inputs />
            <.data chosen={self.chosen} />
            <.dialogs is_trapped={self.is_trapped} />
            <.icons />
            <.back navigate={path!("/").as_ref()}>Back to the messages</.back>
        }
    }
}

#[bennu::events]
impl GalleryLive {
    /// The form has changed.
    async fn validate(&mut self, profile: Params, _socket: &mut Socket<Self>) -> Result {
        self.profile = change_profile(Profile, &profile).with_action(Action::Validate);
        Ok(())
    }

    /// The form was sent.
    async fn save(&mut self, profile: Params, _socket: &mut Socket<Self>) -> Result {
        match change_profile(Profile, &profile).apply_action(Action::Insert) {
            Ok(profile) => {
                self.saved = Some(profile);
                self.profile = Profile.into();
            }
            Err(changeset) => self.profile = changeset,
        }
        Ok(())
    }

    /// A row of the table was clicked.
    async fn choose(&mut self, bird: i64, _socket: &mut Socket<Self>) -> Result {
        self.chosen = Some(bird);
        Ok(())
    }

    /// The focus trap opens or closes.
    async fn trap(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.is_trapped = !self.is_trapped;
        Ok(())
    }
}

component! {
    /// Buttons of each look.
    fn buttons() {
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
    fn flashes() {
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

    /// A form with most types of inputs, checked while one types.
    fn profile_form(form: &Form<'_, Profile>) {
        <.simple_form
            for={form}
            id="profile"
            phx-change={GalleryLive::validate}
            phx-submit={GalleryLive::save}
        >
            <.input field={form.field(Profile::name)} label="Name" autocomplete="name" />
            <.input
                field={form.field(Profile::email)}
                type="email"
                label="Email"
                hint="Nobody else sees it."
            />
            <.input field={form.field(Profile::age)} type="number" label="Age" min="0" max="150" />
            <.input field={form.field(Profile::born_on)} type="date" label="Date of birth" />
            <.input
                field={form.field(Profile::country)}
                type="select"
                label="Country"
                prompt="Choose one"
                options={countries()}
            />
            <.input
                field={form.field(Profile::plan)}
                type="radio"
                label="Plan"
                options={Options::from([("Free", "free"), ("Pro", "pro")])}
            />
            <.input
                field={form.field(Profile::interests)}
                type="checkgroup"
                label="Interests"
                options={Options::from(["Birds", "Rivers", "Boats"])}
            />
            <.input field={form.field(Profile::bio)} type="textarea" label="About you" rows="3" />
            <.input field={form.field(Profile::newsletter)} type="checkbox" label="Send me news" />
            <.input field={form.field(Profile::terms)} type="checkbox" label="I accept the terms" />
            <:actions><.button phx-disable-with="Saving…">Save</.button></:actions>
            <:actions><.button type="reset" variant="plain">Start over</.button></:actions>
        </.simple_form>
    }

    /// What somebody filled in.
    fn saved(profile: &Profile) {
        <div id="saved" class="stack">
            <.flash id="welcome" title="Saved">"Welcome, "{&profile.name}"."</.flash>
            <.list>
                <:item title="Email">{&profile.email}</:item>
                <:item title="Age">{profile.age}</:item>
                <:item title="Date of birth">{profile.born_on.map(display)}</:item>
                <:item title="Country">{&profile.country}</:item>
                <:item title="Plan">{&profile.plan}</:item>
                <:item title="Interests">
                    <.intersperse
                        :let={interest}
                        enum={&profile.interests}
                    ><:separator>", "</:separator>{interest}</.intersperse>
                </:item>
                <:item title="About you">{&profile.bio}</:item>
                <:item title="News">{profile.newsletter}</:item>
            </.list>
        </div>
    }

    /// Inputs without a form, in each of their states.
    fn inputs() {
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
    fn data(chosen: Option<i64>) {
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
    fn dialogs(is_trapped: bool) {
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
    fn icons() {
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

fn countries() -> Options {
    Options::from([("Austria", "at"), ("France", "fr"), ("India", "in"), ("Japan", "jp")])
}

/// The click on a bird's row, with the bird.
fn choose(bird: &Bird) -> String {
    bennu::serde_json::json!([["push", {"event": "choose", "value": {"bird": bird.id}}]]).to_string()
}
