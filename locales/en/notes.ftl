notes-handed-in-stays = This note was handed in with a record and cannot be discarded; take the records that use it back first.
notes-too-many-tags = At most 10 tags of 20 characters each.
notes-nothing-written = Nothing is written yet, and there is no photograph.
