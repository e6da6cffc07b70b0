//! The message board: handlers first, then what they show.

use bennu::prelude::*;

use crate::Conn;
use crate::messages::{self, Message};
use crate::router::path;
use crate::web::core_components::*;

/// `GET /`: the newest messages and an empty form.
pub async fn index(conn: &mut Conn) -> Result {
    let list = messages::list_messages(&conn.state().repo).await?;
    let changeset = messages::change_message(Message, &Params::new());
    conn.render(board(&list, &changeset))
}

/// `POST /messages`: stores the message, or shows the form again with what is wrong.
pub async fn create(conn: &mut Conn) -> Result {
    let params: Params = conn.params("message")?;
    match messages::create_message(&conn.state().repo, &params).await? {
        Ok(_) => conn.put_flash(Info, "Your message is on the board.").redirect(path!("/")),
        Err(changeset) => {
            let list = messages::list_messages(&conn.state().repo).await?;
            conn.put_status(422).render(board(&list, &changeset))
        }
    }
}

/// `GET /messages/{id}`: one message; 404 where there is none, 400 where the id is no number.
pub async fn show(conn: &mut Conn, id: i64) -> Result {
    let message = messages::get_message(&conn.state().repo, id).await?;
    conn.render(html! {
        <.header>Message {message.id}</.header>
        <article class="card"><.entry message={&message} /></article>
        <.back navigate={path!("/").as_ref()}>Back to all messages</.back>
    })
}

component! {
    /// The form and the messages below it.
    pub fn board(list: &[Message], changeset: &Changeset<Message>) {
        <.header>
            "Messages"
            <:subtitle>Leave a line for whoever comes by next.</:subtitle>
        </.header>
        <section class="card">
            <.message_form form={&to_form(changeset)} />
        </section>
        <section class="card">
            <p :if={list.is_empty()} class="empty">"Nothing here yet. Be the first."</p>
            <ul :if={!list.is_empty()} class="messages">
                <li :for={message in list}><.entry message={message} /></li>
            </ul>
        </section>
    }

    /// Where a message is written.
    fn message_form(form: &Form<'_, Message>) {
        <.simple_form for={form} action={path!("/messages")} id="message-form">
            <.input field={form.field(Message::author)} label="Your name" autocomplete="name" />
            <.input field={form.field(Message::body)} type="textarea" label="Message" />
            <:actions><.button>Post message</.button></:actions>
        </.simple_form>
    }

    /// One message with its author and time.
    fn entry(message: &Message) {
        <div>
            <.link class="by" href={path!("/messages/{message}")}>{&message.author}</.link>
            " "
            <time>{message.inserted_at.date().to_string()}</time>
            <p class="body">{&message.body}</p>
        </div>
    }
}
