CREATE TABLE purchase_orders (po_number TEXT PRIMARY KEY, customer_id TEXT NOT NULL, contact_name TEXT, phone TEXT, postal_address TEXT,
  email TEXT, gender TEXT, dietary_requirements TEXT, product TEXT, amount NUMERIC, status TEXT, ordered_on TEXT, completed_on TEXT,
  cancelled_on TEXT, notes TEXT);
INSERT INTO purchase_orders VALUES
  ('PO-1', 'C-1', 'Bethan Pritchard', '0113 496 0001', '4 Foundry Road, Netherby CA31 1AB', 'bethan.pritchard@larkfield.example', 'Female',
   NULL, 'Stockroom', 1200.5, 'completed', '2026-01-05', '2026-01-20', NULL, 'Deliver to the goods entrance,
ring twice'),
  ('PO-2', 'C-1', 'Bethan Pritchard', '0113 496 0001', NULL, 'bethan.pritchard@larkfield.example', NULL, 'Vegan', 'Training day', 450,
   'cancelled', '2025-03-03', NULL, '2025-03-04', ''),
  ('PO-6', 'C-4', 'Zoë Ghosh', NULL, NULL, 'zoe.ghosh@fernhill.example', NULL, NULL, 'Rostera', 90, 'completed', '0000-00-00', NULL, NULL, NULL);
CREATE TABLE quotations (quote_number TEXT PRIMARY KEY, customer_id TEXT, contact_name TEXT, email TEXT, product TEXT, amount NUMERIC,
  quoted_on TEXT, valid_until TEXT, status TEXT);
INSERT INTO quotations VALUES ('Q-1', 'C-1', 'Bethan Pritchard', 'bethan.pritchard@larkfield.example', 'Stockroom', 1200.5, '2025-12-01',
  '2025-12-31', 'won');
