-- Chats. A message is one turn: the question and the JSON of its answer as clients see it. The
-- columns are what the next turn has to remember.
create table chat (
  id varchar(64) primary key,
  study_id varchar(64) not null,
  created_at timestamp(6) with time zone not null,
  document varchar(1000000) not null
);
create index chat_created on chat (created_at desc, id);

create table chat_message (
  id varchar(64) primary key,
  chat_id varchar(64) not null references chat (id) on delete cascade,
  number bigint not null,
  question varchar(2000) not null,
  answer varchar(1000000) not null,
  finding varchar(200) not null,
  document varchar(1000000000) not null,
  unique (chat_id, number)
);

-- Regions asked for by words, clicks or boxes outside a chat.
create table segmentation (
  id varchar(64) primary key,
  study_id varchar(64) not null,
  created_at timestamp(6) with time zone not null,
  document varchar(1000000000) not null
);

-- The masks of both, .nii.gz in the blob store.
create table prompted_mask (
  owner varchar(200) not null,
  name varchar(200) not null,
  sha256 char(64) not null,
  primary key (owner, name)
);
