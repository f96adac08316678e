"""What is withheld, and what looks alike and is not."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.findings.privacy import Privacy, Withheld, has_identity_number
from riskscreen.findings.pseudonyms import Pseudonyms

MARK = "〔已隐去〕"
PRIVACY = Privacy("zh")

PRIVATE = [
    "11010119900307123X",  # identity number
    "110101199003071234",  # the check digit does not matter
    "110101 19900307 1234",
    "110101900307123",  # fifteen digits
    "13812345678",
    "+86 138 1234 5678",
    "8613812345678",
    "138-1234-5678",
    "010-66551234",
    "（0931）8888888",
    "+86 10 66551234",
    "+44 20 7946 0958",
    "6222021234567890128",  # a bank card with its check digit
    "4111 1111 1111 1111",
    "GB29 NWBK 6016 1331 9268 19",
    "幸福路12号3单元501室",
    "阳光小区3幢2单元1204室",
    "１３８１２３４５６７８",  # other spellings: full width
    "１１０１０１１９９００３０７１２３Ｘ",
    "١٣٨١٢٣٤٥٦٧٨",  # digits of another script
    "138.1234.5678",
    "+86 138.1234.5678",
    "138\u00a01234\u00a05678",
    "138\u200b1234\u200b5678",
    "138—1234—5678",
    "138 - 1234 - 5678",
    "138\t1234\t5678",
    "110101\u2060199003\u206007123X",
    "110101.19900307.123X",
    "01062345678",
    "09318888888",
    "010.62345678",
    "０１０－６２３４５６７８",
    "4111\u00a01111\u00a01111\u00a01111",
    "４１１１１１１１１１１１１１１１",
    "4111.1111.1111.1111",
    "ＧＢ29\u00a0NWBK\u00a06016\u00a01331\u00a09268\u00a019",
    "幸福路１２号３单元５０１室",
    "幸福路12号\u200b3单元501室",
]
PRINTED = [
    "52330000501876543X",  # unified social credit codes
    "523300005018765438",
    "91350100M000100Y43",
    "440101201800012345",  # an eighteen-digit project number without a date in it
    "6201022018120001",  # sixteen digits without a check digit
    "2018-05-31",
    "2018-05-31T00:00:00+08:00",
    "13800138000.00",
    "1200000",
    "GB29 NWBK 6016 1331 9268 18",
    "建设路1号社区服务中心",
    "ocds-213czf-000-00001-06-16",
    "2018年社区居家养老服务（第3批）",
    "２０１８年社区居家养老服务——第３批",
    "2018.5.31",
    "2018—2019年，1200000元",
    "1381234.5678",
    "138.12345678",
    "4111.111111111111",
    "2018-017",
    "N-2017-home-care-01",
    "N-017-20180531",
    "住址不详",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_numbers_and_addresses_are_withheld(text: str) -> None:
    assert PRIVACY.text(text) == MARK
    assert PRIVACY.text(f"联系{text}，谢谢").count(text) == 0
    assert PRIVACY.value(text) == MARK


@pytest.mark.parametrize("text", PRINTED)
def test_what_looks_alike_is_printed(text: str) -> None:
    assert PRIVACY.text(text) == text
    assert PRIVACY.value(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("账号：123456789012", "账号：[withheld]"),
        ("开户行帐号 1234 5678 9012 345", "开户行帐号 [withheld]"),
        ("Account no. 12345678", "Account no. [withheld]"),
        ("电话66551234", "电话[withheld]"),
        ("电话：６６５５\u00a01234", "电话：[withheld]"),
        ("住址：北京市朝阳区建国路199号，男", "住址：[withheld]，男"),
        ("住\u200b址：建国路１９９号；男", "住\u200b址：[withheld]；男"),
        ("家庭地址 建国路199号", "家庭地址 [withheld]"),
        ("Home address: 199 Jianguo Road", "Home address: [withheld]"),
        ("HOME ADDRESS: 199 JIANGUO ROAD", "HOME ADDRESS: [withheld]"),
    ],
)
def test_a_labelled_number_is_withheld_and_its_label_stays(text: str, shown: str) -> None:
    assert Privacy("en").text(text) == shown


def test_the_rest_of_a_text_stays() -> None:
    assert PRIVACY.text("张三（13812345678、110101199003071234）") == f"张三（{MARK}、{MARK}）"


@pytest.mark.parametrize("text", ["家庭地址" + " " * 9000 + "\n", "电话" + " " * 9000, "住址" * 3000])
def test_a_long_text_without_private_values_is_read_in_no_time(text: str) -> None:
    start = perf_counter()
    assert PRIVACY.text(text) == text
    assert perf_counter() - start < 5


def test_the_rest_of_a_text_keeps_its_spelling() -> None:
    text = "２０１８年——\u200b“ﬁne”：{}，Ａ①"
    assert PRIVACY.text(text.format("１３８\u200b１２３４—５６７８")) == text.format(MARK)


@given(st.text(alphabet="0123456789１３８ \u00a0\u200b-—+X路号室账电话住址a.", max_size=60))
def test_withholding_twice_is_withholding_once(text: str) -> None:
    once = PRIVACY.text(text)
    assert PRIVACY.text(once) == once
    assert not has_identity_number(once)


def test_values_of_private_fields_are_withheld_whatever_they_are() -> None:
    assert PRIVACY.value("建设路1号", private=True) == MARK
    assert PRIVACY.value(5, private=True) == MARK


@pytest.mark.parametrize("value", [5, 0.5, True, [], {}])
def test_values_that_are_no_text_are_printed(value: object) -> None:
    assert PRIVACY.value(value) == value


RECORD = {
    "contractor": {"id": "org-1", "name": "阳光社工"},
    "parties": [{"id": "org-2", "owners": [{"id": "p9", "name": "赵六"}, {"id": "org-1"}, {"name": "阳光社工"}]}],
    "roles": [
        {"person": {"id": "p1", "name": "张三"}, "organisation": {"id": "org-1"}},
        {"person": {"id": "p2", "name": "张三丰"}},
        {"person": {"name": "李四"}},
    ],
}


def test_persons_get_numbers_by_identifier_and_by_name() -> None:
    names = Pseudonyms("zh").names(RECORD)
    privacy = Privacy("zh", names=names)
    assert privacy.person("p1", "张三") == privacy.value("p1") == privacy.text("张三") == "人员1"
    assert privacy.text("张三丰与李四、赵六") == "人员2与人员3、人员4"
    assert privacy.value("p9") == "人员4"


def test_organisations_keep_their_names() -> None:
    privacy = Privacy("zh", names=Pseudonyms("zh").names(RECORD))
    assert privacy.person("org-1", "阳光社工") == "阳光社工"
    assert privacy.value("org-1") == "org-1"


def test_a_person_has_one_pseudonym_in_all_records() -> None:
    pseudonyms = Pseudonyms("en")
    first = pseudonyms.names({"roles": [{"person": {"id": "b"}}, {"person": {"id": "a"}}]})
    second = pseudonyms.names({"roles": [{"person": {"id": "c"}}, {"person": {"id": "a"}}]})
    assert (first.of("b"), first.of("a"), second.of("c"), second.of("a")) == (
        "Person 1",
        "Person 2",
        "Person 3",
        "Person 2",
    )


def test_a_name_that_two_persons_bear_has_a_number_of_its_own() -> None:
    record = {"roles": [{"person": {"id": "a", "name": "王某"}}, {"person": {"name": "王某"}}]}
    names = Pseudonyms("zh").names(record)
    assert names.of("a") == "人员1"
    assert names.replace("王某") == "人员2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ann Lee, plan of ANN LEE; Annabel", "Person 1, plan of Person 1; Annabel"),
        ("王某某的项目-王某", "Person 3的项目-Person 4"),
        ("-", "Person 2"),
        ("A-2018-01", "A-2018-01"),
    ],
)
def test_names_are_replaced_within_texts_and_other_words_are_not(text: str, shown: str) -> None:
    persons = [{"name": "Ann Lee"}, {"name": "-"}, {"name": "王某某"}, {"name": "王某"}]
    names = Pseudonyms("en").names({"roles": [{"person": person} for person in persons]})
    assert names.replace(text) == shown


@pytest.mark.parametrize("text", PRIVATE)
def test_identifiers_hold_nothing_private(text: str) -> None:
    assert Privacy("zh").identifier(text) == "〔已隐去1〕"
    assert Privacy("en").identifier(f"编号：{text}；") == "编号：[withheld 1]；"


def test_withheld_identifiers_can_be_told_apart_throughout_a_report() -> None:
    withheld = Withheld("en")
    first, second = Privacy("en", withheld), Privacy("en", withheld)
    assert first.identifier("13812345678") == "[withheld 1]"
    assert first.identifier("138 1234 5678") == "[withheld 2]"
    assert second.identifier("13912345678-b") == "[withheld 3]-b"
    assert second.identifier("13812345678") == second.person("13812345678", None) == "[withheld 1]"
    assert second.value("13812345678", identifies=True) == "[withheld 1]"
    assert second.person("13812345678", "阳光社工") == "阳光社工"


@pytest.mark.parametrize("code", [*PRINTED, "91110108MA01ABCD2X", "n-civil-affairs", "org-1"])
def test_codes_are_printed(code: str) -> None:
    assert PRIVACY.identifier(code) == code


_YEARS = st.integers(1990, 2035)
_COUNTS = st.integers(0, 10**9)
_PUBLIC = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: f"{day.year}.{day.month}.{day.day}"),
    _COUNTS.map(str),
    _COUNTS.map("{:,}".format),
    _COUNTS.map(lambda amount: f"{amount / 100:.2f}"),
    st.builds("{}-{:03}".format, _YEARS, st.integers(0, 999)),
    st.builds("N-{}-home-care-{:02}".format, _YEARS, st.integers(0, 99)),
    st.from_regex(r"9[1-3][0-9]{6}MA[0-9A-HJ-NPQRTUWXY]{8}", fullmatch=True),
)


@given(_PUBLIC)
def test_dates_amounts_and_codes_are_printed(text: str) -> None:
    assert PRIVACY.text(text) == PRIVACY.identifier(text) == text
    assert PRIVACY.text(f"——{text}\u00a0，") == f"——{text}\u00a0，"


def test_an_owner_that_is_an_organisation_in_another_record_keeps_its_name() -> None:
    pseudonyms = Pseudonyms("en")
    pseudonyms.names({"parties": [{"id": "x", "owners": [{"name": "阳光社工"}, {"name": "赵六"}]}]})
    pseudonyms.names({"contractor": {"name": "阳光社工"}})
    assert pseudonyms.everyone().replace("阳光社工、赵六") == "阳光社工、Person 2"
