//! Cases come in, SeaORM does them on each database.

use std::hint::black_box;

use sea_orm::{ActiveModelTrait, Database, DatabaseConnection, EntityTrait, LoaderTrait, Set, TransactionTrait};

use crate::{Case, INSERTS, Peer, key};

mod post {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "posts")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub author_id: i64,
        pub title: String,
        pub body: Option<String>,
        pub likes: i32,
        pub published: bool,
        pub score: f64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod parent {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "parents")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::child::Entity")]
        Child,
    }

    impl Related<super::child::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Child.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod child {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "children")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub parent_id: i64,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::parent::Entity", from = "Column::ParentId", to = "super::parent::Column::Id")]
        Parent,
    }

    impl Related<super::parent::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Parent.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub struct Sea(DatabaseConnection);

impl Sea {
    pub async fn open(address: &str) -> Self {
        Self(Database::connect(address).await.expect("the database answers"))
    }
}

impl Peer for Sea {
    async fn run(&mut self, case: Case, number: usize) {
        let database = &self.0;
        match case {
            Case::ById => {
                let post = post::Entity::find_by_id(key(number)).one(database).await;
                black_box(post.expect("the database answers").expect("it is there"));
            }
            Case::Insert => {
                let transaction = database.begin().await.expect("it begins");
                for _ in 0..INSERTS {
                    let post = post::ActiveModel {
                        author_id: Set(7),
                        title: Set("a title".to_owned()),
                        body: Set(None),
                        likes: Set(3),
                        published: Set(true),
                        score: Set(0.5),
                        ..Default::default()
                    };
                    black_box(post.insert(&transaction).await.expect("it is stored"));
                }
                transaction.rollback().await.expect("it ends");
            }
            Case::All => {
                black_box(post::Entity::find().all(database).await.expect("they are posts"));
            }
            Case::Preload => {
                let parents = parent::Entity::find().all(database).await.expect("they are there");
                let children = parents.load_many(child::Entity, database).await.expect("they are there");
                black_box(parents.into_iter().zip(children).collect::<Vec<_>>());
            }
        }
    }
}
