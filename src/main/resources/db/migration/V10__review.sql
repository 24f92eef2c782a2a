-- What people changed in reports. Rows are only added; they go with their report.
create table review_change (
  report_id varchar(64) not null references report (id) on delete cascade,
  number bigint not null,
  changed_at timestamp(6) with time zone not null,
  changed_by varchar(128) not null,
  action varchar(16) not null,
  sentence_id varchar(16),
  before_state varchar(1000000) not null,
  after_state varchar(1000000) not null,
  note varchar(2000),
  primary key (report_id, number)
);
