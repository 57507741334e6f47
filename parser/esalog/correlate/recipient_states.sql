-- The TLS state of each recipient as delivered, null without an attempt.
-- reads: made_recipients
-- makes: recipient_states
-- key:   gateway, mid
SELECT gateway, mid, generation, rid, tls FROM made_recipients;
