//! Rows that belong together come in, the forms of all of them are shown, sent, refused, corrected and stored.

use bennu::changeset::{Action, NestedOptions};
use bennu::form::{Form, to_form};
use bennu::repo::migration::{Change, integer, references, string, table, unique_index};
use bennu::repo::{Migration, Repo};
use bennu::{Changeset, Params};

use super::on_each_database;

on_each_database! {
    forms_of_stored_rows_have_their_keys,
    what_the_database_refuses_is_shown_where_it_is,
    forms_of_rows_move_add_and_drop_by_parameters,
    the_last_row_goes_too,
    rows_on_both_sides_of_a_third_table_have_forms,
}

bennu::schema! { pub(crate) struct Singer in "singers" { name: String } }

bennu::schema! {
    pub(crate) struct Album in "albums" {
        title: String,
        belongs_to singer: Option<Singer>,
        has_many tracks: Track { on_replace: delete, preload_order: [id] },
        has_one sleeve: Option<Sleeve> { on_replace: update },
        many_to_many labels: Label { join_through: "album_labels", on_replace: delete, preload_order: [id] },
    }
}

bennu::schema! {
    pub(crate) struct Track in "tracks" {
        title: String,
        seconds: i64 = 180,
        delete: bool = false { virtual },
        belongs_to album: Album,
    }
}

bennu::schema! { pub(crate) struct Sleeve in "sleeves" { colour: String, belongs_to album: Album } }

bennu::schema! { pub(crate) struct Label in "labels" { name: String } }

bennu::schema! {
    pub(crate) struct Review in "reviews" {
        belongs_to album: Album { primary_key },
        belongs_to singer: Singer { primary_key },
        stars: i64,
    }
}

fn create(change: &mut Change) {
    change.create(table("singers").add("name", string().null(false)));
    change.create(table("albums").add("title", string().null(false)).add("singer_id", references("singers")));
    change.create(
        table("tracks")
            .add("title", string().null(false))
            .add("seconds", integer().null(false))
            .add("album_id", references("albums").null(false)),
    );
    change.create(unique_index("tracks", ["album_id", "title"]));
    change.create(
        table("sleeves")
            .add("colour", string().null(false))
            .add("album_id", references("albums").null(false)),
    );
    change.create(table("labels").add("name", string().null(false)));
    change.create(
        table("album_labels")
            .without_id()
            .add("album_id", references("albums").null(false))
            .add("label_id", references("labels").null(false)),
    );
}

fn change_track(track: Changeset<Track>, params: &Params) -> Changeset<Track> {
    let track = track
        .cast(params, (Track::title, Track::seconds, Track::delete))
        .validate_required(Track::title)
        .validate_number(Track::seconds, 1..=3600)
        .unique_constraint((Track::album_id, Track::title))
        .error_key(Track::title);
    if track.get_change(Track::delete) == Some(true) { track.with_action(Action::Delete) } else { track }
}

fn change_album(album: impl Into<Changeset<Album>>, params: &str) -> Changeset<Album> {
    let options = NestedOptions::new().sort_param("tracks_sort").drop_param("tracks_drop");
    let label = |label: Changeset<Label>, params: &Params| {
        label.cast(params, Label::name).validate_required(Label::name)
    };
    let sleeve = |sleeve: Changeset<Sleeve>, params: &Params| {
        sleeve.cast(params, Sleeve::colour).validate_required(Sleeve::colour)
    };
    album
        .into()
        .cast(&Params::from_urlencoded(params).unwrap(), Album::title)
        .validate_required(Album::title)
        .cast_assoc_with(Album::tracks, options, change_track)
        .cast_assoc(Album::sleeve, sleeve)
        .cast_assoc(Album::labels, label)
}

async fn with_album(repo: Repo) -> (Repo, Album) {
    repo.migrate(&[Migration::change(20261121090000, "create albums", create)]).await.unwrap();
    let album = change_album(
        Album,
        "title=Blue&tracks[0][title]=Carey&tracks[1][title]=River&tracks[1][seconds]=240&labels[0][name]=Folk",
    );
    let album = repo.insert(album).await.unwrap().unwrap();
    let album = loaded(&repo, album.id).await;
    (repo, album)
}

async fn loaded(repo: &Repo, id: i64) -> Album {
    let album: Album = repo.fetch(id).await.unwrap();
    repo.preload(album, (Album::tracks, Album::sleeve, Album::labels)).await.unwrap()
}

fn hidden<T>(form: &Form<'_, T>) -> Vec<String> {
    form.hidden().into_iter().map(|(name, value)| format!("{}={value}", form.input_name(name))).collect()
}

fn titles(forms: &[Form<'_, Track>]) -> Vec<String> {
    forms.iter().map(|track| track.field(Track::title).value().to_owned()).collect()
}

fn errors(forms: &[Form<'_, Track>]) -> Vec<Vec<String>> {
    let texts = |track: &Form<'_, Track>| {
        track.errors().iter().map(|(name, error)| format!("{name} {error}")).collect()
    };
    forms.iter().map(texts).collect()
}

async fn stored(repo: &Repo, id: i64) -> Vec<(i64, String, i64)> {
    loaded(repo, id).await.tracks.iter().map(|track| (track.id, track.title.clone(), track.seconds)).collect()
}

async fn forms_of_stored_rows_have_their_keys(repo: Repo) {
    let (_, album) = with_album(repo).await;
    let (row, changeset) = (to_form(&album), Changeset::from(&album));
    for form in [row, to_form(&changeset)] {
        let tracks = form.nested(Album::tracks);
        assert_eq!(hidden(&tracks[1]), ["album[tracks][1][_persistent_id]=1", "album[tracks][1][id]=2"]);
        assert_eq!((tracks[1].id(), tracks[1].index()), ("album_tracks_1", Some(1)));
        assert_eq!(tracks[1].row(), Some(&album.tracks[1]));
        let seconds = tracks[1].field(Track::seconds);
        assert_eq!(
            (seconds.name(), seconds.id(), seconds.value()),
            ("album[tracks][1][seconds]", "album_tracks_1_seconds", "240")
        );
        // There is no sleeve yet, so the form is one of a new one.
        let sleeve = form.nested(Album::sleeve);
        assert_eq!((sleeve[0].name(), sleeve[0].method(), sleeve[0].row()), ("album[sleeve]", "post", None));
        assert_eq!(hidden(&sleeve[0]), ["album[sleeve][_persistent_id]=0"]);
        assert_eq!(form.nested(Album::labels)[0].field(Label::name).value(), "Folk");
    }
}

async fn what_the_database_refuses_is_shown_where_it_is(repo: Repo) {
    let (repo, album) = with_album(repo).await;
    let sent = "title=Blue+II&tracks[0][id]=1&tracks[0][_persistent_id]=0&tracks[0][seconds]=200\
        &tracks[1][id]=2&tracks[1][_persistent_id]=1&tracks[2][title]=River&tracks[2][_persistent_id]=2";
    let refused = repo.update(change_album(&album, sent)).await.unwrap().unwrap_err();
    let form = to_form(&refused);
    let tracks = form.nested(Album::tracks);
    assert_eq!(titles(&tracks), ["Carey", "River", "River"]);
    assert_eq!(tracks[0].field(Track::seconds).value(), "200");
    assert_eq!(errors(&tracks), [vec![], vec![], vec!["title has already been taken".to_owned()]]);
    assert_eq!(hidden(&tracks[0]), ["album[tracks][0][_persistent_id]=0", "album[tracks][0][id]=1"]);
    assert_eq!(hidden(&tracks[2]), ["album[tracks][2][_persistent_id]=2"], "it is not stored");
    assert_eq!(form.field(Album::title).value(), "Blue II");

    // What is wrong before the database is asked reads the same, with what was typed.
    let wrong = "tracks[0][id]=1&tracks[0][seconds]=lots&tracks[1][title]=";
    let wrong = repo.update(change_album(&album, wrong)).await.unwrap().unwrap_err();
    let tracks =
        to_form(&wrong).nested(Album::tracks).into_iter().map(|track| errors(&[track])).collect::<Vec<_>>();
    assert_eq!(
        tracks,
        [vec![vec!["seconds is invalid".to_owned()]], vec![vec!["title can't be blank".to_owned()]]]
    );
    let form = to_form(&wrong);
    assert_eq!(form.nested(Album::tracks)[0].field(Track::seconds).value(), "lots");
    assert_eq!(stored(&repo, album.id).await.len(), 2);
}

async fn forms_of_rows_move_add_and_drop_by_parameters(repo: Repo) {
    let (repo, album) = with_album(repo).await;
    let sent = "tracks[0][id]=1&tracks[0][_persistent_id]=0&tracks[1][id]=2&tracks[1][_persistent_id]=1\
        &tracks_sort[]=1&tracks_sort[]=0&tracks_sort[]=new&tracks_drop[]=";
    let changeset = change_album(&album, sent).with_action(Action::Validate);
    let form = to_form(&changeset);
    let tracks = form.nested(Album::tracks);
    assert_eq!(titles(&tracks), ["River", "Carey", ""]);
    let ids: Vec<_> = tracks.iter().map(|track| (track.name(), track.id())).collect();
    assert_eq!(
        ids,
        [
            ("album[tracks][0]", "album_tracks_1"),
            ("album[tracks][1]", "album_tracks_0"),
            ("album[tracks][2]", "album_tracks_2")
        ],
        "names follow the places, ids the rows"
    );

    let sent = "tracks[0][id]=2&tracks[1][id]=1&tracks[2][title]=Little+Green&tracks_drop[]=1&tracks_drop[]=";
    let changeset = change_album(&album, sent);
    assert_eq!(titles(&to_form(&changeset).nested(Album::tracks)), ["River", "Little Green"]);
    repo.update(changeset).await.unwrap().unwrap();
    let expected = [(2, "River".to_owned(), 240), (3, "Little Green".to_owned(), 180)];
    assert_eq!(stored(&repo, album.id).await, expected);
}

async fn the_last_row_goes_too(repo: Repo) {
    let (repo, album) = with_album(repo).await;
    // A form that shows no tracks any more sends nothing of them but the empty parameter beside them.
    let changeset = change_album(&album, "title=Blue&tracks_drop[]=");
    assert_eq!(titles(&to_form(&changeset).nested(Album::tracks)), [] as [&str; 0]);
    repo.update(changeset).await.unwrap().unwrap();
    assert_eq!(stored(&repo, album.id).await, []);
    let untouched = change_album(&loaded(&repo, album.id).await, "title=Blue");
    assert!(untouched.valid() && untouched.changes().next().is_none());
}

async fn rows_on_both_sides_of_a_third_table_have_forms(repo: Repo) {
    let (repo, album) = with_album(repo).await;
    let sent = "labels[0][id]=1&labels[0][name]=&labels[1][name]=Jazz&sleeve[colour]=blue";
    let refused = repo.update(change_album(&album, sent)).await.unwrap().unwrap_err();
    let form = to_form(&refused);
    let labels = form.nested(Album::labels);
    assert_eq!(labels[0].field(Label::name).errors(), ["can't be blank"]);
    assert_eq!(hidden(&labels[0]), ["album[labels][0][_persistent_id]=0", "album[labels][0][id]=1"]);
    assert_eq!(labels[1].field(Label::name).value(), "Jazz");
    assert_eq!(form.nested(Album::sleeve)[0].field(Sleeve::colour).value(), "blue");

    let right = "labels[0][id]=1&labels[0][name]=Pop&labels[1][name]=Jazz&sleeve[colour]=blue";
    repo.update(change_album(&album, right)).await.unwrap().unwrap();
    let album = loaded(&repo, album.id).await;
    assert_eq!(album.labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>(), ["Pop", "Jazz"]);
    let form = to_form(&album);
    assert_eq!(
        hidden(&form.nested(Album::sleeve)[0]),
        ["album[sleeve][_persistent_id]=0", "album[sleeve][id]=1"]
    );
}

fn in_memory(tracks: &[(i64, &str)]) -> Album {
    let track = |&(id, title): &(i64, &str)| Track {
        id,
        title: title.to_owned(),
        seconds: 180,
        delete: false,
        album_id: 7,
        album: Default::default(),
    };
    let mut album = Changeset::from(Album).put_change(Album::title, "Blue").apply_changes().unwrap();
    album.id = 7;
    album.tracks = tracks.iter().map(track).collect::<Vec<_>>().into();
    album.sleeve = Default::default();
    album.labels = Vec::new().into();
    album
}

/// `change_album` without what is not loaded here.
fn change_tracks(album: &Album, params: &str) -> Changeset<Album> {
    let params = Params::from_urlencoded(params).unwrap();
    Changeset::from(album).cast(&params, ()).cast_assoc(Album::tracks, change_track)
}

#[test]
fn a_row_that_is_marked_to_go_is_shown_until_it_goes() {
    let album = in_memory(&[(1, "Carey"), (2, "River")]);
    let sent = "tracks[0][id]=1&tracks[0][delete]=true&tracks[1][id]=2";
    let changeset = change_tracks(&album, sent).with_action(Action::Validate);
    let form = to_form(&changeset);
    let tracks = form.nested(Album::tracks);
    assert_eq!(titles(&tracks), ["Carey", "River"]);
    assert!(tracks[0].field(Track::delete).is_checked());
    assert_eq!(changeset.get_assoc(Album::tracks).len(), 1, "it does not belong to the album any more");
    // What the parameters do not speak of any more is gone at once.
    let fewer = change_tracks(&album, "tracks[0][id]=2");
    assert_eq!(titles(&to_form(&fewer).nested(Album::tracks)), ["River"]);
}

#[test]
fn rows_refer_to_others_by_a_form_of_theirs() {
    let params = Params::from_urlencoded("title=Blue&singer[name]=").unwrap();
    let singer = |singer: Changeset<Singer>, params: &Params| {
        singer.cast(params, Singer::name).validate_required(Singer::name)
    };
    let album = Changeset::from(Album).cast(&params, Album::title).cast_assoc(Album::singer, singer);
    let album = album.with_action(Action::Insert);
    let form = to_form(&album);
    let singer = form.nested(Album::singer);
    assert_eq!(singer[0].field(Singer::name).name(), "album[singer][name]");
    assert_eq!(singer[0].field(Singer::name).errors(), ["can't be blank"]);
}

#[test]
fn errors_of_the_association_itself_stand_under_its_name() {
    let params = Params::from_urlencoded("title=Blue").unwrap();
    let album = Changeset::from(Album).cast(&params, Album::title).with_action(Action::Insert);
    let album = album.cast_assoc_with(Album::tracks, NestedOptions::new().required(), change_track);
    assert_eq!(to_form(&album).field(Album::tracks).errors(), ["can't be blank"]);
}

#[test]
fn a_key_of_several_columns_is_hidden_in_several_fields() {
    let review =
        Review { album_id: 7, album: Default::default(), singer_id: 3, singer: Default::default(), stars: 5 };
    let form = to_form(&review);
    assert_eq!(form.hidden(), [("album_id", "7".to_owned()), ("singer_id", "3".to_owned())]);
    assert_eq!(form.method(), "put");
    let unstored = Changeset::from(Singer).put_change(Singer::name, "Joni").apply_changes().unwrap();
    assert_eq!((to_form(&unstored).hidden(), to_form(&unstored).method()), (vec![], "post"));
}

#[test]
#[should_panic(
    expected = "association `sleeve` of `Album` is not loaded: load it with `repo.preload(.., Album::sleeve)` before it is changed"
)]
fn an_association_that_is_not_loaded_has_no_forms() {
    let album = in_memory(&[]);
    let _ = to_form(&album).nested(Album::sleeve);
}
