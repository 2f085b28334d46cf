"""A small library that search is tested on: seven documents as those that people ask about."""

from __future__ import annotations

NATION = """国务院关于印发2030年前碳达峰行动方案的通知

国发〔2021〕23号

2021年10月24日

二、主要目标

到2025年，全国非化石能源消费比重达到20%左右，单位国内生产总值能源消耗比2020年下降13.5%。

到2030年，全国非化石能源消费比重达到25%左右，顺利实现2030年前碳达峰目标。



— 2 —

三、重点任务

（一）能源绿色低碳转型行动

1.大力发展新能源。

2.积极发展核电。

3.合理调控油气消费，保持石油消费处于合理区间，大力推进先进生物液体燃料替代传统燃油。
"""
INDUSTRIES = ("纺织行业", "石化行业", "建材行业", "汽车行业", "食品行业", "建筑领域")
TASKS = "\n\n".join(
    f"推进{name}绿色低碳转型，健全{name}碳排放统计核算制度，组织{name}龙头企业编制碳达峰路线图，"
    f"推动{name}节能降碳技术改造，到2025年{name}单位产品能耗比2020年下降{number}.5%，"
    f"{name}绿色工厂达到{number * 3}家。"
    for number, name in enumerate(INDUSTRIES, start=3)
)
CITY_PLAN = f"""南充市碳达峰实施方案

二、主要目标

到2025年，南充市非化石能源消费比重达到41.5%，单位地区生产总值能耗比2020年下降14.5%。

到2030年，南充市非化石能源消费比重达到43.5%，森林覆盖率稳定在41.5%左右。

三、重点任务

{TASKS}
"""
CITY_NOTICE = f"""南充市人民政府关于印发南充市碳达峰实施方案的通知

南府发〔2024〕1号

2024年1月22日

现将《南充市碳达峰实施方案》印发给你们，请认真组织实施。

{CITY_PLAN}"""
OTHER_CITY = """# 淄博市人民政府关于印发淄博市碳达峰工作方案的通知

淄政字〔2023〕57号

2023年6月13日

## 一、主要目标

到2025年，淄博市非化石能源消费比重提高到8%左右，新增光伏发电装机400万千瓦以上。

| 指标 | 单位 | 2025年 |
| --- | --- | --- |
| 光伏发电装机 | 万千瓦 | 400 |
| 森林覆盖率 | % | 18 |

## 二、保障措施

市发展改革委统筹协调，各区县人民政府落实主体责任，定期调度工作进展。
"""
RULES = """第一章 总则

第一条 为了在应对气候变化中充分发挥市场机制作用，规范全国碳排放权交易及相关活动，制定本办法。

第十二条 温室气体重点排放单位应当控制温室气体排放，报告碳排放数据，清缴碳排放配额。

第二章 附则

第四十二条 本办法中下列用语的含义：

（一）温室气体：是指大气中吸收和重新放出红外辐射的自然和人为的气态成分，包括二氧化碳和甲烷。

（二）碳排放权：是指分配给重点排放单位的规定时期内的碳排放额度。
"""
HUADIAN = "有力有序推进碳达峰，力争2025年实现碳达峰，非化石能源装机占比达到50%。"
THREE_GORGES = "力争于2023年率先实现碳达峰，2040年实现碳中和，做强做优水电主业。"

SMALL_LIBRARY = {
    "国务院.txt": NATION,
    "南充方案.txt": CITY_PLAN,
    "南充通知.txt": CITY_NOTICE,
    "淄博.md": OTHER_CITY,
    "办法.txt": RULES,
    "办法.toml": 'title = "碳排放权交易管理办法（试行）"\nlevel = "部委"\ntype = "办法"\n'
    'issuer = ["生态环境部"]\ndate = "2020-12-31"\n',
    "华电.txt": HUADIAN,
    "华电.toml": 'title = "中国华电集团有限公司"\nlevel = "企业"\n',
    "三峡.txt": THREE_GORGES,
    "三峡.toml": 'title = "中国长江三峡集团有限公司"\nlevel = "企业"\n',
}
"""A national plan on two pages; a city's plan, and the notice that issues the same text; another
city's notice with a table; rules in articles with definitions; the plans of two companies."""
