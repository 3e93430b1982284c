-- The first schema. Standard types only; statements end with a semicolon at the end of a line.
CREATE TABLE topic_position (
  topic VARCHAR(249) NOT NULL,
  partition_number INTEGER NOT NULL,
  next_offset BIGINT NOT NULL,
  PRIMARY KEY (topic, partition_number)
);
CREATE TABLE event (
  event_key VARCHAR(300) PRIMARY KEY,
  happened_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  word VARCHAR(40) NOT NULL,
  subject VARCHAR(320) NOT NULL,
  source VARCHAR(320) NOT NULL,
  facts VARCHAR(65536) NOT NULL
);
CREATE INDEX event_by_subject ON event (subject, happened_at);
CREATE INDEX event_by_time ON event (happened_at);
CREATE INDEX event_by_word ON event (word, happened_at);
CREATE TABLE message (
  transaction_id VARCHAR(320) PRIMARY KEY,
  first_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  outcome VARCHAR(40),
  decided_at TIMESTAMP(6) WITH TIME ZONE,
  rule_name VARCHAR(320),
  reply VARCHAR(1024),
  delivery VARCHAR(40),
  delivery_at TIMESTAMP(6) WITH TIME ZONE,
  reverse_path VARCHAR(320),
  client VARCHAR(320),
  client_network VARCHAR(330),
  helo VARCHAR(320),
  author_domain VARCHAR(255),
  size_octets BIGINT
);
CREATE INDEX message_by_time ON message (first_at);
CREATE INDEX message_by_last_time ON message (last_at);
CREATE INDEX message_by_outcome ON message (outcome, first_at);
CREATE INDEX message_by_rule ON message (rule_name, first_at);
CREATE INDEX message_by_client ON message (client, first_at);
CREATE INDEX message_by_network ON message (client_network, first_at);
CREATE TABLE participant (
  transaction_id VARCHAR(320) NOT NULL,
  role_word VARCHAR(20) NOT NULL,
  address VARCHAR(320) NOT NULL,
  domain VARCHAR(255) NOT NULL,
  PRIMARY KEY (transaction_id, role_word, address, domain)
);
CREATE INDEX participant_by_address ON participant (address);
CREATE INDEX participant_by_domain ON participant (domain);
