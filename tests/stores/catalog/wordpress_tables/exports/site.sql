CREATE TABLE wp_users (ID INTEGER PRIMARY KEY, user_login TEXT NOT NULL DEFAULT '', user_pass TEXT NOT NULL DEFAULT '',
  user_nicename TEXT NOT NULL DEFAULT '', user_email TEXT NOT NULL DEFAULT '', user_url TEXT NOT NULL DEFAULT '',
  user_registered TEXT NOT NULL DEFAULT '0000-00-00 00:00:00', user_activation_key TEXT NOT NULL DEFAULT '',
  user_status INTEGER NOT NULL DEFAULT 0, display_name TEXT NOT NULL DEFAULT '');
INSERT INTO wp_users VALUES
  (1, 'editor', '$P$Bxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0', 'editor', 'editor@harbour.example', 'https://www.harbour.example', '2024-06-30 23:30:00', '', 0, 'Siobhán Quigley'),
  (2, 'guest', '$P$Bxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1', 'guest', 'guest.writer@moorside.example', '', '0000-00-00 00:00:00', '', 0, 'guest'),
  (3, 'broken', '', 'broken', '', '', '2024-13-45 00:00:00', '', 0, 'broken');
CREATE TABLE wp_usermeta (umeta_id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL DEFAULT 0, meta_key TEXT, meta_value TEXT);
INSERT INTO wp_usermeta VALUES (11, 1, 'first_name', 'Siobhán'), (12, 1, 'session_tokens', 'a:1:{s:2:"ip";s:12:"203.0.113.14";}'), (13, 2, 'description', NULL);
CREATE TABLE wp_posts (ID INTEGER PRIMARY KEY, post_author INTEGER NOT NULL DEFAULT 0, post_date TEXT NOT NULL DEFAULT '0000-00-00 00:00:00',
  post_date_gmt TEXT NOT NULL DEFAULT '0000-00-00 00:00:00', post_content TEXT NOT NULL, post_title TEXT NOT NULL, post_excerpt TEXT NOT NULL,
  post_status TEXT NOT NULL DEFAULT 'publish', comment_status TEXT NOT NULL DEFAULT 'open', ping_status TEXT NOT NULL DEFAULT 'open',
  post_password TEXT NOT NULL DEFAULT '', post_name TEXT NOT NULL DEFAULT '', to_ping TEXT NOT NULL DEFAULT '', pinged TEXT NOT NULL DEFAULT '',
  post_modified TEXT NOT NULL DEFAULT '0000-00-00 00:00:00', post_modified_gmt TEXT NOT NULL DEFAULT '0000-00-00 00:00:00',
  post_content_filtered TEXT NOT NULL DEFAULT '', post_parent INTEGER NOT NULL DEFAULT 0, guid TEXT NOT NULL DEFAULT '', menu_order INTEGER NOT NULL DEFAULT 0,
  post_type TEXT NOT NULL DEFAULT 'post', post_mime_type TEXT NOT NULL DEFAULT '', comment_count INTEGER NOT NULL DEFAULT 0);
INSERT INTO wp_posts (ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status, post_type) VALUES
  (101, 1, '2026-07-02 00:30:00', '2026-07-01 23:30:00', '<p>Words.</p>', 'Ten questions', '', 'publish', 'post'),
  (102, 1, '2026-05-01 12:00:00', '0000-00-00 00:00:00', '', 'A page that is being written', '', 'draft', 'page'),
  (103, 0, '2026-04-02 09:00:00', '2026-04-02 08:00:00', 'I should like the guide.' || char(10) || '<!--more-->' || char(10) || 'AUTHOR: Bridget Nwosu', 'Bridget Nwosu - 2026-04-02 08:00:00', '', 'publish', 'feedback');
CREATE TABLE wp_postmeta (meta_id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL DEFAULT 0, meta_key TEXT, meta_value TEXT);
INSERT INTO wp_postmeta VALUES (21, 101, '_edit_last', '1'), (22, 103, '_feedback_akismet_values', 'a:1:{s:7:"user_ip";s:13:"198.51.100.23";}');
CREATE TABLE wp_comments (comment_ID INTEGER PRIMARY KEY, comment_post_ID INTEGER NOT NULL DEFAULT 0, comment_author TEXT NOT NULL,
  comment_author_email TEXT NOT NULL DEFAULT '', comment_author_url TEXT NOT NULL DEFAULT '', comment_author_IP TEXT NOT NULL DEFAULT '',
  comment_date TEXT NOT NULL DEFAULT '0000-00-00 00:00:00', comment_date_gmt TEXT NOT NULL DEFAULT '0000-00-00 00:00:00',
  comment_content TEXT NOT NULL, comment_karma INTEGER NOT NULL DEFAULT 0, comment_approved TEXT NOT NULL DEFAULT '1',
  comment_agent TEXT NOT NULL DEFAULT '', comment_type TEXT NOT NULL DEFAULT 'comment', comment_parent INTEGER NOT NULL DEFAULT 0, user_id INTEGER NOT NULL DEFAULT 0);
INSERT INTO wp_comments VALUES
  (31, 101, 'Tomasz Lamb', 'tomasz.lamb@fernhill.example', '', '203.0.113.77', '2026-07-02 00:30:00', '2026-07-01 23:30:00', 'Very clear.', 0, '1', 'Mozilla/5.0', 'comment', 0, 0),
  (32, 101, 'Cheap shoes', 'spam@quayhouse.example', 'https://shoes.example', '2001:db8::32', '2026-07-02 01:00:00', '2026-07-02 00:00:00', 'Buy!', 0, 'spam', '', 'comment', 0, 0),
  (33, 101, 'Anonymous', '', '', '', '0000-00-00 00:00:00', '0000-00-00 00:00:00', 'No day.', 0, '0', '', 'comment', 0, 0);
CREATE TABLE wp_commentmeta (meta_id INTEGER PRIMARY KEY, comment_id INTEGER NOT NULL DEFAULT 0, meta_key TEXT, meta_value TEXT);
INSERT INTO wp_commentmeta VALUES (41, 32, 'akismet_as_submitted', 'a:2:{s:20:"comment_author_email";s:22:"spam@quayhouse.example";s:7:"user_ip";s:12:"2001:db8::32";}');
