"""Words before a date on a page; as in `index.language_data.en.page_date_labels`."""

PUBLISHED = """
发布 | 发表 | 发布时间 | 发表时间 | 时间 | 日期 | 发布于
"""

UPDATED = """
更新 | 更新时间 | 最后更新 | 修改
"""

NOT_ITS_OWN = """
今天 | 版权 | 成立 | 创刊 | 截止
"""

BYLINE = """
作者 | 记者 | 来源
"""
