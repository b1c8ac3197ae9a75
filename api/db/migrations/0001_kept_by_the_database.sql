-- Counts and indexes that no route may forget, so the database keeps them itself.
CREATE VIRTUAL TABLE `score_search` USING fts5(`search`, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
CREATE TRIGGER `scores_search_insert` AFTER INSERT ON `scores` WHEN new.visibility = 'public' BEGIN
	INSERT INTO `score_search` (rowid, `search`) VALUES (new.n, new.search);
END;
--> statement-breakpoint
CREATE TRIGGER `scores_search_update` AFTER UPDATE OF `search`, `visibility` ON `scores` BEGIN
	DELETE FROM `score_search` WHERE rowid = old.n;
	INSERT INTO `score_search` (rowid, `search`) SELECT new.n, new.search WHERE new.visibility = 'public';
END;
--> statement-breakpoint
CREATE TRIGGER `scores_search_delete` AFTER DELETE ON `scores` BEGIN
	DELETE FROM `score_search` WHERE rowid = old.n;
END;
--> statement-breakpoint
CREATE INDEX `scores_similar` ON `scores` (libsql_vector_idx(`embedding`, 'metric=cosine'));
--> statement-breakpoint
CREATE TRIGGER `scores_storage_insert` AFTER INSERT ON `scores` BEGIN
	UPDATE `user` SET storage_used = storage_used + new.bytes WHERE id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `scores_storage_update` AFTER UPDATE OF `bytes` ON `scores` BEGIN
	UPDATE `user` SET storage_used = storage_used + new.bytes - old.bytes WHERE id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `recordings_storage_insert` AFTER INSERT ON `recordings` BEGIN
	UPDATE `user` SET storage_used = storage_used + new.bytes WHERE id = new.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `recordings_storage_delete` AFTER DELETE ON `recordings` BEGIN
	UPDATE `user` SET storage_used = storage_used - old.bytes WHERE id = old.owner_id;
END;
--> statement-breakpoint
CREATE TRIGGER `likes_insert` AFTER INSERT ON `likes` BEGIN
	UPDATE `scores` SET like_count = like_count + 1 WHERE owner_id = new.owner_id AND id = new.score_id;
END;
--> statement-breakpoint
CREATE TRIGGER `likes_delete` AFTER DELETE ON `likes` BEGIN
	UPDATE `scores` SET like_count = like_count - 1 WHERE owner_id = old.owner_id AND id = old.score_id;
END;
--> statement-breakpoint
-- A deleted score leaves a tombstone for the other devices, and nothing for anybody else.
CREATE TRIGGER `scores_tombstone` AFTER UPDATE OF `deleted` ON `scores` WHEN new.deleted IS NOT NULL BEGIN
	DELETE FROM `shares` WHERE owner_id = new.owner_id AND score_id = new.id;
	DELETE FROM `likes` WHERE owner_id = new.owner_id AND score_id = new.id;
	DELETE FROM `previews` WHERE owner_id = new.owner_id AND score_id = new.id;
	DELETE FROM `reports` WHERE owner_id = new.owner_id AND score_id = new.id;
	UPDATE `scores` SET visibility = 'private', embedding = NULL, search = '', title = '', artist = '' WHERE n = new.n;
END;
--> statement-breakpoint
CREATE TRIGGER `scores_row_delete` AFTER DELETE ON `scores` BEGIN
	DELETE FROM `shares` WHERE owner_id = old.owner_id AND score_id = old.id;
	DELETE FROM `likes` WHERE owner_id = old.owner_id AND score_id = old.id;
	DELETE FROM `previews` WHERE owner_id = old.owner_id AND score_id = old.id;
END;
