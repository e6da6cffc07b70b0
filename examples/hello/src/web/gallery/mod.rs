//! The gallery: every core component in its states, and forms that are checked while one fills them in.

mod samples;

use bennu::changeset::Action;
use bennu::component::display;
use bennu::form::Options;
use bennu::prelude::*;

use self::samples::{buttons, data, dialogs, flashes, icons, inputs};
use super::core_components::*;
use super::outings::{Outing, change_outing, noted, outing_inputs};
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

/// The gallery in one browser window.
#[derive(Debug)]
pub struct GalleryLive {
    profile: Changeset<Profile>,
    saved: Option<Profile>,
    outing: Changeset<Outing>,
    noted: Option<Outing>,
    chosen: Option<i64>,
    is_trapped: bool,
}

impl LiveView for GalleryLive {
    type State = App;

    async fn mount(_params: Params, _session: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        socket.put_page_title("Gallery");
        Ok(Self {
            profile: Profile.into(),
            saved: None,
            outing: change_outing(Outing, &Params::new()),
            noted: None,
            chosen: None,
            is_trapped: false,
        })
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
            <section class="card">
                <h2>A form with rows</h2>
                <.outing_form form={&to_form(&self.outing)} />
                <.noted :if={let Some(outing) = &self.noted} outing={outing} />
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

    /// The form with rows has changed, be it by one row more or less.
    async fn change(&mut self, outing: Params, _socket: &mut Socket<Self>) -> Result {
        self.outing = change_outing(Outing, &outing).with_action(Action::Validate);
        Ok(())
    }

    /// The form with rows was sent.
    async fn note(&mut self, outing: Params, _socket: &mut Socket<Self>) -> Result {
        match change_outing(Outing, &outing).apply_action(Action::Insert) {
            Ok(outing) => {
                self.noted = Some(outing);
                self.outing = change_outing(Outing, &Params::new());
            }
            Err(changeset) => self.outing = changeset,
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

    /// The form of an outing, whose rows come and go while one fills it in.
    fn outing_form(form: &Form<'_, Outing>) {
        <.simple_form
            for={form}
            id="outing"
            novalidate
            phx-change={GalleryLive::change}
            phx-submit={GalleryLive::note}
        >
            <.outing_inputs form={form} />
            <:actions><.button>Note it</.button></:actions>
            <:actions><.link href={path!("/outings/new")}>The same without a script</.link></:actions>
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
}

fn countries() -> Options {
    Options::from([("Austria", "at"), ("France", "fr"), ("India", "in"), ("Japan", "jp")])
}
