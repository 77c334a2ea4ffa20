-- Who submitted a job may collect traces: what is done for it elsewhere and later belongs to the same one.
ALTER TABLE job ADD COLUMN traceparent text; -- W3C Trace Context; null: nobody collects
