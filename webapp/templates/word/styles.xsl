<?xml version="1.0" encoding="UTF-8"?>
<!-- How Word files look, where that is not as in the empty file of python-docx. Sizes are in half
     points, room between lines in twentieths of a point. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <!-- "leaflet": one page for families; "large": large print; or "" -->
  <xsl:variable name="form" select="'{{ form }}'"/>
  <!-- Of the language: "rtl" or "ltr"; "pa-IN"; "Guru" -->
  <xsl:variable name="direction" select="'{{ language.direction }}'"/>
  <xsl:variable name="regional" select="'{{ language.regional }}'"/>
  <xsl:variable name="script" select="'{{ language.script }}'"/>
  <xsl:variable name="size">
    <xsl:choose>
      <!-- Letters of Urdu stand high. -->
      <xsl:when test="$form = 'leaflet' and $direction = 'rtl'">18</xsl:when>
      <xsl:when test="$form = 'leaflet'">20</xsl:when>
      <xsl:when test="$form = 'large'">30</xsl:when>
      <xsl:otherwise>22</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="w:style[@w:styleId = 'Normal']">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
      <w:pPr><w:spacing><xsl:call-template name="lines"/></w:spacing></w:pPr>
      <!-- Word keeps a second size for all scripts but a few like Latin. -->
      <w:rPr><w:sz w:val="{$size}"/><w:szCs w:val="{$size}"/></w:rPr>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="w:style[@w:styleId = 'Title' or @w:styleId = 'Heading1'
      or @w:styleId = 'Heading2']/w:pPr/w:spacing">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <!-- Seven minutes are four sides, not five. -->
      <xsl:if test="../../@w:styleId = 'Heading1'">
        <xsl:attribute name="w:before">240</xsl:attribute>
      </xsl:if>
      <xsl:call-template name="lines"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template name="lines">
    <xsl:attribute name="w:line">240</xsl:attribute>
    <xsl:attribute name="w:lineRule">auto</xsl:attribute>
    <xsl:if test="$form = 'leaflet'">
      <xsl:attribute name="w:before">0</xsl:attribute>
      <xsl:attribute name="w:after">40</xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template match="w:style[@w:styleId = 'Title']/w:rPr/*[self::w:sz or self::w:szCs]/@w:val">
    <xsl:attribute name="w:val">
      <xsl:choose>
        <xsl:when test="$form = 'leaflet'">28</xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>

  <!-- Letters of some scripts join: room between them draws them wrong. -->
  <xsl:template match="w:rPr/w:spacing"/>

  <!-- A language has a name for Latin letters, another for its own script. -->
  <xsl:template match="w:lang">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:choose>
        <xsl:when test="$script = 'Latn'">
          <xsl:attribute name="w:val"><xsl:value-of select="$regional"/></xsl:attribute>
        </xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="w:bidi"><xsl:value-of select="$regional"/></xsl:attribute>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:copy>
  </xsl:template>

  <!-- What Windows has for the scripts of India; other machines take their own in its place. -->
  <xsl:template match="w:rFonts">
    <xsl:copy>
      <xsl:choose>
        <xsl:when test="$script = 'Guru' or $script = 'Deva'">
          <xsl:apply-templates select="@*[name() != 'w:cstheme']"/>
          <xsl:attribute name="w:cs">Nirmala UI</xsl:attribute>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates select="@*"/></xsl:otherwise>
      </xsl:choose>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
