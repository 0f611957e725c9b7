notes-handed-in-stays = 这篇笔记已随学习记录记入，不能删除；要收回，请先撤回用到它的学习记录。
notes-too-many-tags = 标签最多10个，每个不超过20字。
notes-nothing-written = 还没有写内容，也没有照片。
