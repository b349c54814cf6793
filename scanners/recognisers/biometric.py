"""Biometric data that identifies a person: fingers, face, iris, voice, gait (Art. 4(14), Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.biometric"

FOUND = (
    ("Enrolled his fingerprint for the door", "fingerprint"),
    ("fingerprint template stored on the reader", "fingerprint template"),
    ("Clocks in by facial recognition", "facial recognition"),
    ("Iris scan on file", "Iris scan"),
    ("her voiceprint is used by the bank line", "voiceprint"),
    ("biometric data captured at reception", "biometric data"),
)
LEFT = (
    "browser fingerprint changed",
    "SSH key fingerprint SHA256:abc",
    "certificate fingerprint mismatch",
    "device fingerprinting by the ad network",
    "no fingerprints taken",
    "we hold no biometric data",
    "facial recognition policy",
    "iris bulbs in the flower bed",
    "fingerprints on the glass screen",
    "scan of her passport attached",
)
UNDER = (("biometric_template", "Rk1SACAyMAAAAAD8AAABPAFi", "Rk1SACAyMAAAAAD8AAABPAFi"),)

STATED = phrases(
    r"""
    (?:enrol(?:led|s)?|registered|took|taken|scanned|captured|recorded|using|uses|use|with|by|stored|provided|\
      his|her|my|their|left|right|thumb) (?:his |her |my |their |your |a |the )?(fingerprints?|thumbprints?|\
      palm ?prints?)(?! on) ;
    fingerprint (?:templates?|scans?|scanner|reader|records?|data|clocking|clock in|login|access|image) ;
    thumbprint (?:scan|template) ;
    (?:facial|face) (?:recognition(?: (?:templates?|data|scans?|clock \w+))?|scans?|templates?|geometry) ;
    (?:iris|retina|retinal) (?:scan(?:s|ned)?|template|recognition|image) ; voice ?print ;
    voice (?:biometrics?|recognition profile) ; hand geometry ; palm (?:vein|print) (?:scan|template) ;
    gait (?:analysis|recognition) ;
    biometrics? (?:data|templates?|clock\w*|enrolment|login|record|identifier|access|attendance) ;
    biometrics (?:taken|captured|enrolled|on file) ;
    """
)
GUARDS = phrases(
    r"""
    (?:browser|device|key|ssh|certificate|digital|message|tls|rsa|canvas|gpg|pgp|file|audio|\
      public key) (?:key )?fingerprint\w* ;
    fingerprint (?:mismatch|sha|md5|hash|resistant|proof|of the (?:key|certificate|server)) ;
    biometric residence permit ; biometric passport ; facial recognition (?:policy|law|ban|debate|software vendor) ;
    """
)
HEADERS = phrases(
    r"""
    biometric(?: (?:data|template|id))? ; fingerprint (?:template|image|data) ;
    face (?:template|encoding|embedding) ; voice ?print ; iris (?:template|code) ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of biometric identification."""
    return TermRecogniser("biometric", stated=STATED, guards=GUARDS, headers=HEADERS)
