//! What the pages of the bench `render` show.

/// A page with products, as a shop would list them.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) user: Option<String>,
    pub(crate) products: Vec<Product>,
}

pub(crate) struct Product {
    pub(crate) id: u64,
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) stock: u32,
    pub(crate) is_new: bool,
}

impl Page {
    pub(crate) fn new(products: u64) -> Self {
        let product = |id| Product {
            id,
            url: format!("/shop/products/{id}-a-useful-thing"),
            name: format!("Useful thing number {id}"),
            text: match id % 10 {
                // Some text has what must be escaped, as in life.
                3 => format!(
                    "\"Tools & toys\" for people who ask for <more> than {id} things, with a manual in four languages."
                ),
                _ => format!(
                    "Made from one piece of oak, oiled by hand; it lasts longer than the table that it stands on. Lot {id}."
                ),
            },
            stock: (id * 37 % 90) as u32,
            is_new: id % 4 == 0,
        };
        Self {
            title: "All useful things".to_owned(),
            user: Some("Ann".to_owned()),
            products: (1..=products).map(product).collect(),
        }
    }
}

/// A table of numbers.
pub(crate) struct Numbers {
    pub(crate) rows: Vec<Vec<u32>>,
}

impl Numbers {
    pub(crate) fn new(size: u32) -> Self {
        Self { rows: (0..size).map(|_| (0..size).collect()).collect() }
    }
}

/// A league.
pub(crate) struct Teams {
    pub(crate) year: u16,
    pub(crate) teams: Vec<Team>,
}

pub(crate) struct Team {
    pub(crate) name: String,
    pub(crate) score: u8,
}

impl Teams {
    pub(crate) fn new() -> Self {
        let teams = [("Jiangsu", 43), ("Beijing", 27), ("Guangzhou", 22), ("Shandong", 12)];
        Self { year: 2015, teams: teams.map(|(name, score)| Team { name: name.to_owned(), score }).into() }
    }
}
