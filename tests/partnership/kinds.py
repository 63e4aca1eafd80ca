"""Two partnerships that between them borrow in every way there is, six loans each."""

from tests.partnership.test_cases import HERE, laid_over, texts

AROUND = """
horizon: 72 months
contract: {committed: 48 months}
economy:
  consumer_prices: {2026: 3%, 2027: 5%, 2028: 0.5%}
  house_prices: {2026: 6%, 2027: -9%, 2028: 3%}
  bank_rate: {2026: 3.75%, 2027: 6%, 2028: 1%}
homes:
  - {name: Homes, bought: 10, over: 6 months, price: "£70,000", value: "£100,000", rent: RENT a week}
  - {name: More, bought: 4, arrive: month 7, price: "£60,000", value: "£80,000", rent: RENT a week}
costs: [{name: Running, per_home: "£1,100 a home a year"}]
major_repairs: {reserve: £300 a home a year, spending: £900 a home a year, spending_from: 3 years}
reserves: {liquidity: "£5,000", liquidity_months: 2, lock_up: 2.2, debt_service: "£6,000"}
"""
STACKS = (
    """
    - name: Following
      amount: £200,000
      interest: 3%
      available: 9 months
      arrangement_fee: 1%
      pricing: {follows: bank rate, least_rate: 5%, most_rate: 8.5%, counted_in: days, fees: added to the loan}
      repayment: {shape: annuity, after: 12 months, over: 48 months, paid: quarterly, balloon: 25%}
      guarantee: {amount: "£9,000", premium: 1%}
    - name: Sculpted
      amount: £150,000
      interest: 5%
      available: 4 months
      drawing: {pace: evenly}
      repayment: {shape: sculpted, over: 60 months}
      sizing: {target_cover: 1.2, dependent_cover: 1.4, longest_term: 60 months, loan_to_value: 30%, by: sculpted}
    - name: Bond
      amount: £90,000
      interest: 6%
      pricing: {step_up: 1.5%}
      repayment: {shape: bullet, over: 24 months, paid: half-yearly, extension: 12 months}
      security: {homes: [More], first_loss: "£10,000"}
    - name: Linked
      amount: £120,000
      interest: 0%
      available: 12 months
      pricing: {share: 60%, linked_to: house prices, of_rise: 80%, of_fall: 0%}
      repayment: {shape: bullet, over: 60 months}
    - name: Participation
      amount: £40,000
      interest: 0%
      pricing: {share: 4%, share_of: revenue, share_above: "£12,000 a year", most_back: 1.2}
      repayment: {shape: from its share, after: 6 months, over: 40 months}
    - name: Shares
      amount: £50,000
      interest: 0%
      pricing: {share: 100%, share_of: surplus, share_at_most: 4%}
      repayment: {shape: equal principal, after: 36 months, over: 36 months, paid: yearly}
    """,
    """
    - name: Rolled up
      amount: £150,000
      interest: 6.5%
      repayment: {shape: annuity, after: 12 months, over: 48 months, interest_holiday: 12 months, paid: half-yearly}
      guarantee: {amount: "£20,000", premium: 0.5%, repaid: no}
      recourse: £15,000
    - name: Indexed
      amount: £180,000
      interest: 2%
      pricing: {linked_to: consumer prices, least_rise: 1%, most_rise: 3.5%}
      repayment: {shape: annuity, over: 66 months}
    - name: Waived
      amount: £60,000
      interest: 4%
      repayment: {shape: as stated, over: 60 months, by_year: {2026: 0%, 2027: 30%, 2028: 20%},
        interest_holiday: 6 months, in_holiday: waived}
    - name: Priced on inflation
      amount: £50,000
      interest: 2%
      pricing: {follows: consumer prices, share: 5%, share_of: rent}
      repayment: {shape: equal principal, after: 6 months, over: 54 months, balloon: 40%}
    - name: Revolving
      amount: £120,000
      interest: 2.5%
      available: 40 months
      commitment_fee: 1%
      pricing: {follows: bank rate}
      drawing: {lapses: yes, redrawn: yes}
      repayment: {shape: bullet, over: 40 months, sweep: 70%}
    - name: By value
      amount: £500,000
      interest: 5%
      available: 12 months
      drawing: {lapses: yes}
      repayment: {shape: equal principal, over: 60 months}
      sizing: {loan_to_value: 90%}
    """,
)


POOR, RICH = "£140", "£420"  # rents a week, on which little is paid and all is


def partnership_terms(stack, rent, *, resized="no"):
    """The settings of the partnership that borrows so, figures as text."""
    around, finance = texts_of(AROUND.replace("RENT", rent)), texts_of(stack)
    around |= {"finance": finance, "lending": {"resized": resized}}
    return laid_over(texts(HERE / "base.yaml")[0], around)


def texts_of(said):
    """Settings written here, every figure as it is written."""
    from ruamel.yaml import YAML

    return YAML(typ="base", pure=True).load(said)
