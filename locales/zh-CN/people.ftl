people-code-taken = 该编号已被使用，请换一个。
