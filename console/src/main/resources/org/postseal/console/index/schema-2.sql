-- Message-ID and TLS. Rows of before keep what they have.
ALTER TABLE message ADD COLUMN IF NOT EXISTS message_id VARCHAR(998);
ALTER TABLE message ADD COLUMN IF NOT EXISTS tls VARCHAR(320);
CREATE INDEX IF NOT EXISTS message_by_message_id ON message (message_id);
