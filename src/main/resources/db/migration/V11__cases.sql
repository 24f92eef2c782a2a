-- Prior cases that later studies are compared with: one per study. The search index is made from
-- these rows and can be made again; a revision names one state of one case and is never reused.
create sequence case_revision;

create table prior_case (
  id varchar(64) primary key,
  study_id varchar(64) not null unique,
  revision bigint not null unique,
  document varchar(1000000000) not null,
  embedding_bundle varchar(100),
  embedding_sha256 char(64),
  embedding_source varchar(64),
  embedding varbinary(4096)
);
