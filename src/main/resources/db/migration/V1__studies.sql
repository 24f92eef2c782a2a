-- Studies as received. What assembly found out about a series is one JSON document: it is written
-- and read as a whole, and can always be derived again from the instances.
create table study (
  id varchar(64) primary key,
  description varchar(1024),
  study_date varchar(16),
  patient_hash char(64),
  received_at timestamp(6) with time zone not null,
  warnings varchar(1000000) not null
);
create index study_received on study (received_at desc, id);

create table series (
  study_id varchar(64) not null references study (id) on delete cascade,
  uid varchar(64) not null,
  document varchar(1000000000) not null,
  primary key (study_id, uid)
);

-- One stored object: a DICOM instance, or one NIfTI file. The content hash leaves the file wrapper
-- out, so that two copies of one object have the same.
create table instance (
  uid varchar(64) primary key,
  study_id varchar(64) not null,
  series_uid varchar(64) not null,
  kind varchar(16) not null,
  content_hash char(64) not null,
  sha256 char(64) not null,
  foreign key (study_id, series_uid) references series (study_id, uid) on delete cascade
);
create index instance_series on instance (study_id, series_uid);

-- Which owner ("study:…", "report:…") uses which stored file.
create table blob_use (
  owner varchar(200) not null,
  sha256 char(64) not null,
  primary key (owner, sha256)
);

-- The table of db-scheduler, as its documentation gives it.
create table scheduled_tasks (
  task_name varchar(100) not null,
  task_instance varchar(200) not null,
  task_data varbinary(1000000),
  execution_time timestamp(6) with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp(6) with time zone,
  last_failure timestamp(6) with time zone,
  consecutive_failures int,
  last_heartbeat timestamp(6) with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
