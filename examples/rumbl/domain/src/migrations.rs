//! The tables, in the order in which they came to be.

use bennu::repo::migration::{
    Change, Migration, alter, index, integer, references, string, table, text, unique_index,
};

/// All migrations, as [`Repo::migrate`](bennu::Repo::migrate) takes them.
pub const MIGRATIONS: &[Migration] = &[
    Migration::change(20180315023132, "create users", create_users),
    Migration::change(20180408024739, "create videos", create_videos),
    Migration::change(20180513025558, "create categories", create_categories),
    Migration::change(20180513030504, "add category_id to videos", add_category_id_to_videos),
    Migration::change(20180721193825, "add slug to videos", add_slug_to_videos),
    Migration::change(20180726203443, "create annotations", create_annotations),
];

fn create_users(change: &mut Change) {
    change.create(
        table("users")
            .add("name", string().null(false))
            .add("username", string().null(false))
            .add("password_hash", string())
            .timestamps(),
    );
    change.create(unique_index("users", ["username"]));
}

fn create_videos(change: &mut Change) {
    change.create(
        table("videos")
            .add("url", string().null(false))
            .add("title", string().null(false))
            .add("description", text().null(false))
            .add("user_id", references("users").null(false))
            .timestamps(),
    );
    change.create(index("videos", ["user_id"]));
}

fn create_categories(change: &mut Change) {
    change.create(table("categories").add("name", string().null(false)).timestamps());
    change.create(unique_index("categories", ["name"]));
}

fn add_category_id_to_videos(change: &mut Change) {
    change.alter(alter("videos").add("category_id", references("categories")));
}

fn add_slug_to_videos(change: &mut Change) {
    change.alter(alter("videos").add("slug", string().null(false).default("")));
}

fn create_annotations(change: &mut Change) {
    change.create(
        table("annotations")
            .add("body", text().null(false))
            .add("at", integer().null(false))
            .add("user_id", references("users").null(false))
            .add("video_id", references("videos").null(false))
            .timestamps(),
    );
    change.create(index("annotations", ["user_id"]));
    change.create(index("annotations", ["video_id"]));
}
