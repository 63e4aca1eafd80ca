"""What the model is for and what it leaves out, and what its terms mean: said once, for every surface."""

from __future__ import annotations

from modeller.lines.views import About

PURPOSE = (
    "To show those who would fund, lend to or run a partnership what its terms come to: whether loans are repaid when "
    "due, what it costs the council, and what happens when the contract ends."
)
NOT_FOR = (
    "It is not a valuation, an offer, or advice, and no ground for lending or giving by itself. It is not to be relied "
    "on while a check says ERROR, nor quoted as anybody's terms where figures are illustrative. It says nothing of "
    "law, procurement, VAT recovery or the tax of lenders: those are to be advised on."
)
DEFINITIONS = (
    ("Arrears", "What is owed on a loan above what its agreement would have left owing by then."),
    ("Average life", "Months from signing to the repayment of capital, weighted by how much is repaid in each."),
    ("Called", "A loan is called once it has been in arrears for longer than the lender allows, or breaks a covenant."),
    ("Capacity", "The most that a lender who sizes by income would lend under its own rules."),
    ("Clawback", "What the council asks back of a grant, or of homes handed over, when the contract ends."),
    ("Cover, debt-service", "Operating cash of twelve months over the interest and capital agreed to be paid in them."),
    ("Cover, interest", "Operating cash of twelve months over the interest agreed to be paid in them."),
    ("Cure", "The cash that would have brought a broken covenant to its limit at its worst test."),
    ("Exit", "How a loan ends that operations do not repay: refinanced, by recourse, by homes sold, or with a loss."),
    ("Exit cover", "What homes charged would bring when the contract ends, with reserves, over what is owed then."),
    ("First-loss layer", "Money that absorbs a loan's loss, up to its amount, before its lender loses anything."),
    ("Headroom", "How far a figure is within its limit, at a test: in times for a cover, in pounds for a debt."),
    ("Homes retained", "Homes at the end of the months worked, less those that would be sold to repay lenders."),
    ("Loan to value", "What is owed, with loans above it, over the homes' value on the lenders' basis."),
    ("Multiple", "All that a lender is paid, over all that it lent."),
    ("Path", "One course of the contract: which extensions are taken, which break is used, which tenders are won."),
    ("Payback", "The first month by which a lender has back as much as it has put in."),
    ("Public capital at risk", "Grants and homes handed over that a straight line has not yet earned back."),
    ("Return, with the exit", "The yearly rate a lender earns if a loan that is called ends as it is tested to."),
    ("Sources and uses", "The money raised, and what it is raised for. They are equal: what is left over is a use."),
)
LIMITS = (
    "A lease of homes is a lot without value, and a cost; the accounts show it only where that cost has a term.",
    "A loan not paid when due is shown as owed, with what it then costs.",
    "A call, and the sale of homes after it, are tested, but not carried back into the months that follow.",
    "The end of the contract is the one event at which clawback is asked for.",
    "The accounts charge no impairment, show loans at what is owed, not at fair value, and provide no deferred tax.",
    "Lowest, expected and highest are over the contract's paths; what uncertain figures make of it is on Uncertainty.",
)
ABOUT = About(PURPOSE, NOT_FOR, DEFINITIONS, LIMITS)
