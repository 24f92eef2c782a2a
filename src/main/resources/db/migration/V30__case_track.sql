-- What specialists said of findings in signed cases, and whether the reader said the same. Rows go
-- with their case; study and patient are repeated so that a study never judges with its own.
create table case_track (
  case_id varchar(64) not null references prior_case (id) on delete cascade,
  study_id varchar(64) not null,
  patient varchar(64),
  specialist varchar(100) not null,
  sha256 char(64) not null,
  finding varchar(200) not null,
  agreed boolean not null,
  primary key (case_id, specialist, finding)
);
