-- Which administrator had a film looked for again that had been given up on, and why. What it then
-- costs is booked in their name.

ALTER TABLE jobs ADD COLUMN asked_by UUID;
ALTER TABLE jobs ADD COLUMN asked_why TEXT;
