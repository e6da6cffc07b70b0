//! A walk and the birds that somebody saw on it: one form for both, in the gallery and on a page that needs no script.

use bennu::Upload;
use bennu::changeset::{Action, NestedOptions};
use bennu::prelude::*;

use crate::Conn;
use crate::router::path;
use crate::web::core_components::*;

schema! {
    /// A walk; nobody stores it.
    pub struct Outing in "outings" {
        place: String,
        has_many sightings: Sighting { on_replace: delete },
    }
}

schema! {
    /// A kind of bird, and how many there were.
    pub struct Sighting in "sightings" { bird: String, count: i64 = 1, belongs_to outing: Outing }
}

/// What it takes for params to become an outing. The form moves, adds and drops birds by itself.
pub fn change_outing(outing: impl Into<Changeset<Outing>>, params: &Params) -> Changeset<Outing> {
    let birds = NestedOptions::new().sort_param("sightings_sort").drop_param("sightings_drop").required();
    outing
        .into()
        .cast(params, Outing::place)
        .validate_required(Outing::place)
        .validate_length(Outing::place, ..=40)
        .cast_assoc_with(Outing::sightings, birds, change_sighting)
}

fn change_sighting(sighting: impl Into<Changeset<Sighting>>, params: &Params) -> Changeset<Sighting> {
    sighting
        .into()
        .cast(params, (Sighting::bird, Sighting::count))
        .validate_required((Sighting::bird, Sighting::count))
        .validate_length(Sighting::bird, ..=40)
        .validate_number(Sighting::count, 1..=10_000)
}

/// `GET /outings/new`: an empty form.
pub async fn new(conn: &mut Conn) -> Result {
    conn.render(page(&change_outing(Outing, &Params::new())))
}

/// `POST /outings`: shows what was sent, or the form again with what is wrong.
pub async fn create(conn: &mut Conn) -> Result {
    let params: Params = conn.params("outing")?;
    let photo = params.require::<Option<Upload>>("photo")?;
    match change_outing(Outing, &params).apply_action(Action::Insert) {
        Ok(outing) => conn.render(html! {
            <.header>"An outing"</.header>
            <section class="card"><.noted
                outing={&outing}
                photo={photo.as_ref().map(Upload::filename)}
            /></section>
            <.back navigate={path!("/outings/new").as_ref()}>Another one</.back>
        }),
        Err(changeset) => conn.put_status(422).render(page(&changeset)),
    }
}

component! {
    /// The form on a page of its own, where a photo can come along.
    fn page(changeset: &Changeset<Outing>) {
        <.header>"An outing"<:subtitle>This page needs no script.</:subtitle></.header>
        <section class="card"><.sent_form form={&to_form(changeset)} /></section>
    }

    fn sent_form(form: &Form<'_, Outing>) {
        <.simple_form for={form} action={path!("/outings")} multipart id="outing">
            <.outing_inputs form={form} />
            <.input field={form.field("photo")} type="file" label="Photo" accept="image/*" />
            <:actions><.button>Save</.button></:actions>
        </.simple_form>
    }

    /// The inputs of an outing with a row for each bird. A checked box drops its row, another one adds a row.
    pub fn outing_inputs(form: &Form<'_, Outing>) {
        <.input field={form.field(Outing::place)} label="Place" validate />
        <.inputs_for
            :let={sighting}
            field={form.nested(Outing::sightings)}
            append={[change_sighting(Sighting, &Params::new())]}
        >
            <div class="entry" id={sighting.id()}>
                <input
                    type="hidden"
                    name={form.field("sightings_sort").name_of_many()}
                    value={sighting.index()}
                >
                <.input field={sighting.field(Sighting::bird)} label="Bird" />
                <.input field={sighting.field(Sighting::count)} type="number" label="How many" validate />
                <label class="check">
                    <input
                        type="checkbox"
                        id={format!("{}_drop", sighting.id())}
                        name={form.field("sightings_drop").name_of_many()}
                        value={sighting.index()}
                    >
                    <span>Remove</span>
                </label>
            </div>
        </.inputs_for>
        <input type="hidden" name={form.field("sightings_drop").name_of_many()}>
        <label class="check">
            <input type="checkbox" name={form.field("sightings_sort").name_of_many()} value="new">
            <span>Add a bird</span>
        </label>
        <.error :for={error in form.field(Outing::sightings).errors()}>{error}</.error>
    }

    /// What somebody saw, and where.
    pub fn noted(outing: &Outing, photo: Option<&str>) {
        <div id="noted">
            <.list>
                <:item title="Place">{&outing.place}</:item>
                <:item title="Birds">
                    <.intersperse
                        :let={sighting}
                        enum={&outing.sightings}
                    ><:separator>", "</:separator>{sighting.count}" "{&sighting.bird}</.intersperse>
                </:item>
                <:item :if={photo.is_some()} title="Photo">{photo}</:item>
            </.list>
        </div>
    }
}
