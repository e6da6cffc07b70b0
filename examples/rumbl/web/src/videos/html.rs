//! The pages about a user's own videos.

use bennu::prelude::*;
use rumbl_domain::multimedia::{Category, Video};

use crate::core_components::*;
use crate::router::path;

component! {
    /// The videos, and what can be done with them.
    pub fn index(videos: &[Video]) {
        <.header>
            "Listing Videos"
            <:actions><.button href={path!("/manage/videos/new")}><.icon name="plus" />New Video</.button></:actions>
        </.header>
        <div class="card">
            <.table id="videos" rows={videos}>
                <:col :let={video} label="Title">
                    <span class="video"><.poster id={video.id.0} /><span><.link
                        href={path!("/manage/videos/{video}")}
                    >{&video.title}</.link><small :if={let Some(category) = video.category.loaded()}>{&category.name}</small></span></span>
                </:col>
                <:action :let={video}><.link href={path!("/manage/videos/{video}/edit")}>Edit</.link></:action>
                <:action :let={video}><.link
                    href={path!("/manage/videos/{video}")}
                    method="delete"
                    data-confirm="Are you sure?"
                >Delete</.link></:action>
                <:action :let={video}><.button
                    href={path!("/watch/{video}")}
                    variant="soft"
                >Watch</.button></:action>
                <:empty>"Nothing here yet. Add your first video."</:empty>
            </.table>
        </div>
    }

    /// A still that takes the place of one from the film.
    fn poster(id: i64) {
        <span class="poster" aria-hidden="true" style={[("--hue", (id * 37 % 110).to_string())]} />
    }

    /// One video in full.
    pub fn show(video: &Video) {
        <.header>
            "Show Video"
            <:actions><.button
                href={path!("/manage/videos/{video}/edit")}
                variant="plain"
            ><.icon name="pencil" />Edit</.button></:actions>
            <:actions><.button href={path!("/watch/{video}")}>Watch</.button></:actions>
        </.header>
        <div class="card">
            <.list>
                <:item title="Url"><a href={&video.url}>{&video.url}</a></:item>
                <:item title="Title">{&video.title}</:item>
                <:item title="Description">{&video.description}</:item>
            </.list>
        </div>
        <.back href={path!("/manage/videos")}>Back</.back>
    }

    /// The form for a new one.
    pub fn new(changeset: &Changeset<Video>, categories: &[Category]) {
        <.header>New Video</.header>
        <.video_form
            form={&to_form(changeset)}
            action={path!("/manage/videos").as_ref()}
            categories={categories}
        />
    }

    /// The form of one that is there.
    pub fn edit(video: &Video, changeset: &Changeset<Video>, categories: &[Category]) {
        <.header>Edit Video</.header>
        <.video_form
            form={&to_form(changeset)}
            action={path!("/manage/videos/{video}").as_ref()}
            categories={categories}
        />
    }

    /// The inputs of either.
    fn video_form(form: &Form<'_, Video>, action: &str, categories: &[Category]) {
        <div class="card">
            <.simple_form for={form} action={action} is_invalid={!form.errors().is_empty()}>
                <.input field={&form.field(Video::url)} label="Url" type="url" />
                <.input field={&form.field(Video::title)} label="Title" />
                <.input field={&form.field(Video::description)} type="textarea" label="Description" />
                <.input
                    field={&form.field(Video::category_id)}
                    type="select"
                    label="Category"
                    prompt="Choose a category"
                    options={categories.iter().map(|category| (&category.name, category.id)).collect()}
                />
                <:actions><.button>Save</.button></:actions>
            </.simple_form>
        </div>
        <.back href={path!("/manage/videos")}>Back</.back>
    }
}
