-- Reports. The document is the JSON that clients see; the columns are what queries need.
create table report (
  id varchar(64) primary key,
  study_id varchar(64) not null,
  status varchar(16) not null,
  version bigint not null,
  created_at timestamp(6) with time zone not null,
  document varchar(1000000000) not null
);
create index report_created on report (created_at desc, id);
create index report_study on report (study_id);

-- What the event stream tells. Numbers only grow; a job that begins again drops the events of its
-- earlier attempt, so that a subscriber hears one whole story.
create table report_event (
  report_id varchar(64) not null references report (id) on delete cascade,
  number bigint not null,
  type varchar(16) not null,
  data varchar(1000000000) not null,
  primary key (report_id, number)
);

-- The mask of each region, a .nii.gz in the blob store.
create table report_mask (
  report_id varchar(64) not null references report (id) on delete cascade,
  region_id varchar(16) not null,
  sha256 char(64) not null,
  primary key (report_id, region_id)
);
