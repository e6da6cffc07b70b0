//! A view may be generic, and its handlers may be private to a module.

mod views {
    use bennu::component::Render;
    use bennu::live::LiveRoute;
    use bennu::prelude::*;

    pub struct ListLive<T> {
        items: Vec<T>,
    }

    impl<T: Clone + Default + Send + 'static> LiveView for ListLive<T>
    where
        T: std::fmt::Display,
    {
        type State = ();

        async fn mount(_: Params, session: &Session, _: &mut Socket<Self>) -> Result<Self> {
            let size: usize = session.get("size").unwrap_or_default();
            Ok(Self { items: vec![T::default(); size] })
        }

        fn render(&self) -> impl Render {
            self.items.iter().map(ToString::to_string).collect::<String>()
        }
    }

    #[events]
    impl<T: Clone + Default + Send + 'static> ListLive<T>
    where
        T: std::fmt::Display,
    {
        async fn clear(&mut self, socket: &mut Socket<Self>) -> Result {
            self.items.clear();
            socket.put_flash(Info, "Cleared").put_page_title("Empty").push_event("cleared", ())?;
            socket.push_patch("/list?cleared").replace();
            Ok(())
        }
    }

    pub const ROUTE: LiveRoute<()> = LiveRoute::of::<ListLive<i64>>("ListLive");
}

fn main() {
    assert_eq!(views::ROUTE.name(), "ListLive");
}
