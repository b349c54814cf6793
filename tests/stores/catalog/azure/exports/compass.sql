-- Compass, as pg_dump --inserts would write it, in the dialect of SQLite.
CREATE TABLE tenants (tenant_id TEXT PRIMARY KEY, name TEXT NOT NULL, contact_name TEXT, contact_email TEXT, contract_id TEXT, plan TEXT,
  status TEXT NOT NULL, created_at TEXT NOT NULL, contract_ended_on TEXT, purged_at TEXT);
INSERT INTO tenants VALUES
  ('T1', 'Larkfield College', 'Priya Mistry', 'priya.mistry@larkfield.example', 'C-17', 'compass-20', 'active', '2023-09-01 08:00:00+00', NULL, NULL),
  ('T2', 'Greyfriars Training Ltd', 'Zoë O''Brien', 'zoe.obrien@greyfriars.example', 'C-18', 'compass-5', 'closed', '2021-01-11 08:00:00+00', '2026-03-31', NULL),
  ('T3', 'Moorside Skills Ltd', NULL, NULL, 'C-09', 'compass-5', 'closed', '2020-05-01 08:00:00+00', '2025-03-31', '2025-06-01 02:00:00+00');
CREATE TABLE users (user_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants, email TEXT NOT NULL, full_name TEXT, role TEXT, job_title TEXT,
  phone TEXT, date_of_birth TEXT, created_at TEXT NOT NULL, last_login_at TEXT, disabled_at TEXT, tenant_closed_on TEXT);
INSERT INTO users VALUES
  ('U1', 'T1', 'priya.mistry@larkfield.example', 'Priya Mistry', 'admin', 'Quality Manager', NULL, NULL, '2023-09-01 08:00:00+00', '2026-07-01 23:30:00+00', NULL, NULL),
  ('U2', 'T1', 'r.khan@larkfield.example', 'Rachel Khan', 'author', NULL, '020 7946 0077', '1984-02-29', '2024-02-01 08:00:00+00', NULL, '2026-01-15 10:00:00+00', NULL),
  ('U3', 'T2', 'zoe.obrien@greyfriars.example', 'Zoë O''Brien', 'admin', NULL, NULL, NULL, '2021-01-11 08:00:00+00', 'infinity', NULL, '2026-03-31');
CREATE TABLE logins (login_id INTEGER PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, logged_in_at TEXT NOT NULL, ip_address TEXT, user_agent TEXT, succeeded INTEGER NOT NULL);
INSERT INTO logins VALUES (1, 'U1', '2026-07-01 23:30:00+00', '203.0.113.14', 'Mozilla/5.0', 1), (2, 'U1', '2026-07-01 23:29:00+00', '2001:db8::14', 'Mozilla/5.0', 0);
CREATE TABLE evidence (evidence_id INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants, user_id TEXT REFERENCES users, title TEXT, body TEXT,
  created_at TEXT NOT NULL, updated_at TEXT, tenant_closed_on TEXT);
INSERT INTO evidence VALUES
  (11, 'T1', 'U1', 'Observation of 3 March', 'Good pace.' || char(13) || char(10) || 'Two learners came late.', '2026-03-03 15:00:00+00', '2026-03-04 09:00:00+00', NULL),
  (12, 'T2', 'U3', 'Self-assessment', NULL, '2025-11-03 15:00:00+00', NULL, '2026-03-31');
CREATE TABLE comments (comment_id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence, user_id TEXT REFERENCES users, body TEXT NOT NULL,
  created_at TEXT NOT NULL, edited_at TEXT, tenant_closed_on TEXT);
INSERT INTO comments VALUES (21, 11, 'U2', 'Thank you — “very useful”.', '2026-03-05 10:00:00+00', NULL, NULL), (22, 12, 'U3', 'Done?', '2025-11-04 10:00:00+00', '2025-11-05 10:00:00+00', '2026-03-31');
CREATE TABLE audit (audit_id INTEGER PRIMARY KEY, tenant_id TEXT REFERENCES tenants, user_id TEXT, action TEXT NOT NULL, entity TEXT, entity_id TEXT, detail TEXT, happened_at TEXT NOT NULL);
INSERT INTO audit VALUES (31, 'T1', 'U1', 'update', 'evidence', '11', '{"field": "title"}', '2026-03-04 09:00:00+00'), (32, NULL, NULL, 'migrate', NULL, NULL, NULL, '2026-03-06');
CREATE TABLE files (file_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants, evidence_id INTEGER REFERENCES evidence, uploaded_by TEXT REFERENCES users,
  file_name TEXT NOT NULL, content_type TEXT, bytes INTEGER, blob_name TEXT NOT NULL, sha256 TEXT, uploaded_at TEXT NOT NULL, deleted_at TEXT, tenant_closed_on TEXT);
INSERT INTO files VALUES
  ('F1', 'T1', 11, 'U1', 'observation.docx', NULL, 18231, 'tenants/T1/F1.docx', NULL, '2026-03-03 15:00:00+00', NULL, NULL),
  ('F2', 'T2', 12, 'U3', 'plan.xlsx', NULL, 9110, 'tenants/T2/F2.xlsx', NULL, '2025-11-03 15:00:00+00', '2026-04-01 00:00:00+00', '2026-03-31');
